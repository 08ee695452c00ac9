package energy.amps.server.simulation;

import energy.amps.command.Instruction;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** One device behind the vendor: what it stands under and stood under, and the write it has yet to decide about. */
final class Hardware {
    private final NavigableMap<Instant, Instruction> history = new TreeMap<>();
    private Optional<Instruction> received = Optional.empty();
    private Optional<Instruction> refused = Optional.empty();
    private Optional<Decision> decision = Optional.empty();

    private record Decision(Instant at, boolean applies) {}

    enum Word {
        HOLDS,
        REFUSED,
        PENDING,
        UNHEARD_OF
    }

    Hardware(Instruction standing) {
        history.put(Instant.MIN, standing);
    }

    /** What it stood under at that instant. */
    Instruction at(Instant instant) {
        settle(instant);
        return history.floorEntry(instant).getValue();
    }

    /** A newer write takes the place of one that was received and not yet decided about. */
    void receive(Instruction instruction, Instant now) {
        settle(now);
        received = Optional.of(instruction);
        refused = Optional.empty();
        decision = Optional.empty();
    }

    /** What was received comes to hold at that instant; whatever was to come later does not. */
    void apply(Instant at) {
        history.tailMap(at, true).clear();
        received.ifPresent(instruction -> history.put(at, instruction));
        received = Optional.empty();
    }

    void refuse() {
        refused = received;
        received = Optional.empty();
    }

    void forget() {
        received = Optional.empty();
    }

    void decide(Instant at, boolean applies) {
        decision = Optional.of(new Decision(at, applies));
    }

    Word about(Instruction instruction, Instant now) {
        settle(now);
        if (received.filter(instruction::equals).isPresent()) {
            return Word.PENDING;
        }
        if (refused.filter(instruction::equals).isPresent()) {
            return Word.REFUSED;
        }
        return at(now).equals(instruction) ? Word.HOLDS : Word.UNHEARD_OF;
    }

    private void settle(Instant now) {
        Optional<Decision> due = decision.filter(d -> !d.at().isAfter(now));
        if (due.isPresent()) {
            decision = Optional.empty();
            if (due.get().applies()) {
                apply(due.get().at());
            } else {
                refuse();
            }
        }
    }

    /** Whether it stood under that instruction at any time so far. */
    boolean everStoodUnder(Instruction instruction, Instant now) {
        settle(now);
        return history.headMap(now, true).containsValue(instruction);
    }

    /** Whether something came to hold after that instant. */
    boolean changedSince(Instant instant, Instant now) {
        settle(now);
        return !history.subMap(instant, false, now, true).isEmpty();
    }
}
