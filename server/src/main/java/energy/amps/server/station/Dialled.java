package energy.amps.server.station;

import energy.amps.connector.ConnectorState;
import energy.amps.connector.DialedSession;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Station;
import energy.amps.server.device.Witness;
import energy.amps.server.store.DeviceKey;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One device's socket on this node: towards the edge a conversation, towards the connector a station. Thread-safe. */
final class Dialled implements Conversation, Station {
    /** Works that a session may have under way beside its messages. */
    static final int MOST_LATER = 16;

    /** RFC 6455, section 7.4.1. */
    static final int GOING_AWAY = 1001;

    static final int POLICY = 1008;

    private static final Logger log = LoggerFactory.getLogger(Dialled.class);

    private final DeviceKey key;
    private final Caller caller;
    private final Wire wire;
    private final Parts parts;
    private final Pace pace;
    private final Semaphore room = new Semaphore(MOST_LATER);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean introduced;
    private volatile @Nullable DialedSession session;
    private volatile long number;

    /**
     * What it works with.
     *
     * @param store the database
     * @param witness is told what devices showed
     * @param threads runs what is done beside messages
     * @param tally counts
     * @param gone is told when it is closed
     */
    record Parts(StationStore store, Witness witness, ExecutorService threads, Tally tally, Consumer<Dialled> gone) {}

    Dialled(DeviceKey key, Caller caller, boolean introduced, Wire wire, Parts parts) {
        this.key = key;
        this.caller = caller;
        this.introduced = introduced;
        this.wire = wire;
        this.parts = parts;
        this.pace = new Pace(System.nanoTime());
    }

    /** The connector speaks from now on, over the socket of that number. */
    void speaks(DialedSession by, long numbered) {
        session = by;
        number = numbered;
    }

    DeviceKey key() {
        return key;
    }

    /** The how manieth socket of its device it is. */
    long number() {
        return number;
    }

    DialedSession session() {
        return Objects.requireNonNull(session);
    }

    void ping() {
        wire.ping();
    }

    @Override
    public boolean isOver() {
        return closed.get();
    }

    @Override
    public void received(String text) {
        parts.tally().heard();
        if (!pace.allows(System.nanoTime())) {
            parts.tally().dropped("too_fast");
            end(POLICY, "too many messages");
            return;
        }
        try {
            session().received(text);
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).addKeyValue("deviceId", key.device()).log("A device's message failed");
        }
    }

    @Override
    public void closed() {
        if (!closed.getAndSet(true)) {
            DialedSession speaking = session;
            if (speaking != null) {
                speaking.closed();
            }
            parts.gone().accept(this);
        }
    }

    /** Closes the socket from our side. */
    void end(int code, String reason) {
        boolean open = !closed.get();
        closed();
        if (open) {
            wire.close(code, reason);
        }
    }

    @Override
    public LinkedDevice device() {
        return parts.store().device(key);
    }

    @Override
    public String identity() {
        return caller.identity();
    }

    @Override
    public Instant now() {
        return parts.store().now(key);
    }

    @Override
    public boolean isIntroduced() {
        return introduced;
    }

    @Override
    public boolean introduce(String model) {
        introduced = parts.store().introduced(key, caller, model);
        return introduced;
    }

    @Override
    public ConnectorState remember(StateChange change) {
        return parts.store().remember(key, change);
    }

    @Override
    public void saw(ReadOutcome.Reading reading) {
        parts.witness().seen(key, reading);
    }

    @Override
    public void send(String text) {
        if (!closed.get()) {
            wire.send(text);
        }
    }

    @Override
    public void close(String reason) {
        parts.tally().dropped("refused");
        end(POLICY, reason);
    }

    @Override
    public void later(Runnable work) {
        if (closed.get() || !room.tryAcquire()) {
            return;
        }
        try {
            parts.threads().execute(() -> {
                try {
                    if (!closed.get()) {
                        work.run();
                    }
                } catch (RuntimeException e) {
                    log.atWarn()
                            .setCause(e)
                            .addKeyValue("deviceId", key.device())
                            .log("A device's affairs failed");
                } finally {
                    room.release();
                }
            });
        } catch (RejectedExecutionException e) {
            room.release();
        }
    }

    @Override
    public void complain(String what) {
        parts.tally().complained();
        log.atInfo().addKeyValue("deviceId", key.device()).log("A device misbehaves: {}", what);
    }
}
