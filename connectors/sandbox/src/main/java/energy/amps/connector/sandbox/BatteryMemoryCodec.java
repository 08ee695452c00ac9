package energy.amps.connector.sandbox;

import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.ConnectorState;
import java.math.BigDecimal;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A battery's memory as text, version 1.
 *
 * <pre>{@code
 * model=battery-10
 * model=battery-10;at=2026-06-02T12:00:00Z;level=54.25;standing=charge,target:80:percent;held=20;
 *     written=safety_reserve:15,charge_ceiling:90;pending=2026-06-02T12:00:10Z,APPLY,idle
 * }</pre>
 *
 * <p>The first line is a whole text, the second is another (without the break). {@code held}, {@code written} and
 * {@code pending} are left out when there is none; an untouched battery has no {@code at}, {@code level} and
 * {@code standing}. The reader is {@link BatteryMemoryReader}.
 */
final class BatteryMemoryCodec {

    static final int VERSION = 1;

    private BatteryMemoryCodec() {}

    static ConnectorState encode(BatteryMemory memory) {
        StringJoiner text = new StringJoiner(";");
        text.add("model=" + memory.model().key());
        memory.operation().ifPresent(operation -> {
            text.add("at=" + operation.anchor().at());
            text.add("level=" + operation.anchor().level());
            text.add("standing=" + text(operation.orders().standing()));
            operation.orders().heldFloor().ifPresent(floor -> text.add("held=" + floor));
            if (!operation.settings().written().isEmpty()) {
                text.add("written=" + text(operation.settings().written()));
            }
        });
        memory.pending().ifPresent(order -> text.add("pending=" + text(order)));
        return new ConnectorState(VERSION, text.toString());
    }

    /** Reads what {@link #encode} wrote; anything else is an {@code IllegalArgumentException}. */
    static BatteryMemory decode(ConnectorState state) {
        if (state.version() != VERSION) {
            throw new IllegalArgumentException("no battery state of version " + state.version() + " is known");
        }
        return BatteryMemoryReader.read(state.text());
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
