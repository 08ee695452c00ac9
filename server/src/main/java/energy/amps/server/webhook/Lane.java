package energy.amps.server.webhook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One endpoint's messages on this node: what waits, and how many are out at a time. A lane widens with each success and is
 * halved by each failure, down to one: who does not answer takes one place, and a backlog for it waits in the database.
 * Thread-safe.
 */
final class Lane {
    /** How many are out at a time at first. */
    static final int FIRST_WIDTH = 4;

    /** How many are out at a time at most. */
    static final int WIDEST = 64;

    /** Messages that wait, for each that may be out. */
    static final int WAITING_PER_PLACE = 4;

    private final Deque<Message> waiting = new ArrayDeque<>();
    private int width = FIRST_WIDTH;
    private int out;
    private boolean failing;
    private boolean more;

    synchronized int room() {
        return Math.max(0, WAITING_PER_PLACE * width - waiting.size());
    }

    synchronized void add(Message message) {
        waiting.add(message);
    }

    /** There is more in the database than there was room for. */
    synchronized void leavesMore() {
        more = true;
    }

    /** The next message that may go out now. */
    synchronized Optional<Message> take() {
        if (out >= width || waiting.isEmpty()) {
            return Optional.empty();
        }
        out++;
        return Optional.of(waiting.remove());
    }

    /** An attempt has ended; whether the lane is running empty while there is more for it. */
    synchronized boolean done(boolean well) {
        out--;
        failing = !well;
        width = well ? Math.min(WIDEST, width + 1) : Math.max(1, width / 2);
        if (more && waiting.size() < width) {
            more = false;
            return true;
        }
        return false;
    }

    /** Whether the last attempt failed. */
    synchronized boolean isFailing() {
        return failing;
    }

    synchronized boolean isIdle() {
        return out == 0 && waiting.isEmpty();
    }

    /** Takes out all that waits. */
    synchronized List<Message> clear() {
        List<Message> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
