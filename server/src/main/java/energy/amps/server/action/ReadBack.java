package energy.amps.server.action;

import energy.amps.command.Instruction;
import energy.amps.connector.Connector;
import energy.amps.connector.Evidence;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Verdict;
import energy.amps.server.action.Verification.Item;
import energy.amps.server.action.Verification.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look at a device after something was written to it.
 *
 * @param read what came of the reading
 * @param verdict whether it shows that the instruction holds
 * @param evidence what its connector looked at; empty where the reading does not say
 */
record ReadBack(ReadOutcome read, Verdict verdict, List<Evidence> evidence) {
    private static final Logger log = LoggerFactory.getLogger(ReadBack.class);

    ReadBack {
        evidence = List.copyOf(evidence);
    }

    /**
     * What a reading says of an instruction. Asks the connector, which makes no call for it; from one that throws over a reading it
     * is not learnt.
     */
    static ReadBack of(Connector connector, LinkedDevice device, Instruction instruction, ReadOutcome read) {
        try {
            return read instanceof ReadOutcome.Reading reading
                    ? judged(connector, device, instruction, reading)
                    : new ReadBack(read, Verdict.CANNOT_TELL, List.of());
        } catch (RuntimeException e) {
            log.error(
                    "the connector of {} threw over a reading, which so says nothing",
                    connector.profile().vendor(),
                    e);
            return new ReadBack(read, Verdict.CANNOT_TELL, List.of());
        }
    }

    private static ReadBack judged(
            Connector connector, LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        Verdict verdict = connector.verify(device, instruction, reading);
        return new ReadBack(
                reading,
                verdict,
                verdict == Verdict.CANNOT_TELL ? List.of() : connector.evidence(device, instruction, reading));
    }

    /** The verdict, if the device was seen at {@code from} or later; what was so before says nothing. */
    Verdict since(Instant from) {
        return read instanceof ReadOutcome.Reading reading
                        && !reading.observedAt().isBefore(from)
                ? verdict
                : Verdict.CANNOT_TELL;
    }

    /** What it settles, if the device was seen at {@code from} or later and the reading tells. */
    Optional<Verification> verification(Instant from, Instant now) {
        return switch (since(from)) {
            case HOLDS -> Optional.of(settled(State.CONFIRMED, now));
            case DOES_NOT_HOLD -> Optional.of(settled(State.CONTRADICTED, now));
            case CANNOT_TELL -> Optional.empty();
        };
    }

    private Verification settled(State state, Instant now) {
        Instant at = ((ReadOutcome.Reading) read).observedAt();
        List<Item> items = evidence.stream()
                .map(one -> new Item(one.field(), one.expected(), one.observed(), at))
                .toList();
        return new Verification(state, Optional.of(now), items, Optional.empty());
    }
}
