package energy.amps.connector.sandbox;

import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Chapter;
import energy.amps.connector.ConnectorState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A device's memory as text, version 2.
 *
 * <pre>{@code
 * model=battery-10
 * model=battery-10;traits=SLOW;linked=2026-06-01T12:00:00Z;journal=2026-06-02T12:00:00Z|54.25|
 *     charge,target:80:percent|20|safety_reserve:15,charge_ceiling:90~2026-06-02T13:00:00Z|61|idle||;
 *     pending=2026-06-02T14:00:10Z,APPLY,idle
 * }</pre>
 *
 * <p>The first line is a whole text, the rest is another (without the breaks). A segment has its instant, the device's state,
 * the standing instruction, the held floor and the settings written; the two last may be empty. What would make the journal
 * too long is closed: the older half becomes a {@link Chapter}, which reads like a journal. Every segment has its state, so
 * closing forgets nothing that a reading of the device needs. The reader is {@link MemoryReader}.
 */
final class MemoryCodec {

    static final int VERSION = 2;

    /** A text longer than this closes its older half, though its segments are few. Characters; all of them ASCII. */
    private static final int LONG = 12_000;

    private MemoryCodec() {}

    static <S> ConnectorState encode(Memory<S> memory) {
        return encode(memory, List.of());
    }

    /** The memory as text; what it closes comes after what {@code closed} holds already. */
    static <S> ConnectorState encode(Memory<S> memory, List<Chapter> closed) {
        String text = text(memory);
        List<Segment<S>> journal = memory.journal();
        if (journal.size() < 2 || (journal.size() <= memory.hardware().remembers() && text.length() <= LONG)) {
            return new ConnectorState(VERSION, text, closed);
        }
        int half = journal.size() / 2;
        List<Chapter> chapters = new ArrayList<>(closed);
        chapters.add(new Chapter(
                journal.getFirst().at(),
                journal.get(half).at(),
                VERSION,
                journal(memory.hardware(), journal.subList(0, half))));
        Memory<S> kept = new Memory<>(
                memory.hardware(), memory.account(), journal.subList(half, journal.size()), memory.pending());
        return new ConnectorState(VERSION, text(kept), chapters);
    }

    /** A device that takes no writes. */
    static ConnectorState encode(DeviceModel model, Account account) {
        return new ConnectorState(VERSION, header(model, account).toString());
    }

    /** The same memory under an account that was linked anew; what the device was told stays. */
    static ConnectorState renewed(ConnectorState state, Account account) {
        StringJoiner text = new StringJoiner(";");
        for (String field : state.text().split(";", -1)) {
            if (field.startsWith("model=")) {
                text.add(field + marks(account));
            } else if (!field.startsWith("traits=") && !field.startsWith("linked=")) {
                text.add(field);
            }
        }
        return new ConnectorState(state.version(), text.toString(), state.closed());
    }

    private static <S> String text(Memory<S> memory) {
        StringJoiner text = header(memory.hardware().model(), memory.account());
        if (!memory.journal().isEmpty()) {
            text.add("journal=" + journal(memory.hardware(), memory.journal()));
        }
        memory.pending().ifPresent(order -> text.add("pending=" + text(order)));
        return text.toString();
    }

    private static StringJoiner header(DeviceModel model, Account account) {
        StringJoiner text = new StringJoiner(";");
        text.add("model=" + model.key() + marks(account));
        return text;
    }

    /** The fields of an account, each after a semicolon; none of one that behaves. */
    private static String marks(Account account) {
        if (account.equals(Account.PLAIN)) {
            return "";
        }
        StringJoiner traits = new StringJoiner(",");
        new TreeSet<>(account.traits()).forEach(trait -> traits.add(trait.name()));
        return (account.traits().isEmpty() ? "" : ";traits=" + traits) + ";linked=" + account.linkedAt();
    }

    private static <S> String journal(Hardware<S> hardware, List<Segment<S>> segments) {
        StringJoiner text = new StringJoiner("~");
        for (Segment<S> segment : segments) {
            Terms terms = segment.terms();
            text.add(segment.at()
                    + "|" + hardware.text(segment.state())
                    + "|" + text(terms.orders().standing())
                    + "|" + terms.orders().heldFloor().map(BigDecimal::toString).orElse("")
                    + "|" + text(terms.written()));
        }
        return text.toString();
    }

    private static String text(Order order) {
        return order.takesHold() + "," + order.purpose().name() + "," + text(order.instruction());
    }

    private static String text(Instruction instruction) {
        StringJoiner text = new StringJoiner(",");
        text.add(instruction.command().wire());
        // In the vocabulary's order, so that equal memories are equal texts.
        for (Map.Entry<Parameter, Quantity> entry : new TreeMap<>(instruction.parameters()).entrySet()) {
            Quantity quantity = entry.getValue();
            text.add(entry.getKey().wire() + ":" + quantity.value() + ":"
                    + quantity.unit().wire());
        }
        return text.toString();
    }

    private static String text(Map<Setting, BigDecimal> written) {
        StringJoiner text = new StringJoiner(",");
        written.forEach((setting, value) -> text.add(setting.wire() + ":" + value));
        return text.toString();
    }
}
