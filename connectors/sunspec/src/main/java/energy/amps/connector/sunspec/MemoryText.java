package energy.amps.connector.sunspec;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.connector.ConnectorState;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A {@link Memory} as the text that the platform keeps: a line for each part, {@code name=value}. */
final class MemoryText {

    private static final int VERSION = 1;
    private static final String NOTHING = "-";

    private MemoryText() {}

    static ConnectorState write(Memory memory) {
        Ratings ratings = memory.ratings();
        String text = String.join(
                "\n",
                "address=" + memory.address().text(),
                "layout=" + memory.layout().text(),
                "ratings="
                        + String.join(
                                ",",
                                ratings.capacity()
                                        .map(BigDecimal::toPlainString)
                                        .orElse(NOTHING),
                                ratings.chargeMost().toPlainString(),
                                ratings.dischargeMost().toPlainString(),
                                ratings.rateScale().map(Object::toString).orElse(NOTHING),
                                ratings.floorScale().map(Object::toString).orElse(NOTHING),
                                Boolean.toString(ratings.hasTimer()),
                                Boolean.toString(ratings.hasLevel())),
                "owner=" + memory.owner().text(),
                "lent=" + memory.lent(),
                "told=" + memory.told().map(MemoryText::instruction).orElse(NOTHING),
                "holding=" + memory.holding());
        return new ConnectorState(VERSION, text);
    }

    static Memory parse(ConnectorState state) {
        if (state.version() != VERSION) {
            throw new IllegalArgumentException("written by another version: " + state.version());
        }
        Map<String, String> lines = new HashMap<>();
        state.text().lines().forEach(line -> {
            int equals = line.indexOf('=');
            lines.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return new Memory(
                Address.of(line(lines, "address"))
                        .orElseThrow(() -> new IllegalArgumentException("a device without an address")),
                Layout.of(line(lines, "layout")),
                ratings(line(lines, "ratings").split(",", -1)),
                Controls.parse(line(lines, "owner")),
                Boolean.parseBoolean(line(lines, "lent")),
                Optional.of(line(lines, "told"))
                        .filter(told -> !told.equals(NOTHING))
                        .map(MemoryText::instruction),
                Boolean.parseBoolean(line(lines, "holding")));
    }

    private static String line(Map<String, String> lines, String name) {
        return Optional.ofNullable(lines.get(name))
                .orElseThrow(() -> new IllegalArgumentException("nothing is remembered of " + name));
    }

    private static Ratings ratings(String[] parts) {
        return new Ratings(
                given(parts[0]).map(BigDecimal::new),
                new BigDecimal(parts[1]),
                new BigDecimal(parts[2]),
                given(parts[3]).map(Integer::valueOf),
                given(parts[4]).map(Integer::valueOf),
                Boolean.parseBoolean(parts[5]),
                Boolean.parseBoolean(parts[6]));
    }

    private static Optional<String> given(String part) {
        return Optional.of(part).filter(text -> !text.equals(NOTHING));
    }

    private static String instruction(Instruction instruction) {
        return instruction.parameters().entrySet().stream()
                .map(entry -> " " + entry.getKey().wire() + ":"
                        + entry.getValue().value().toPlainString() + ":"
                        + entry.getValue().unit().wire())
                .sorted()
                .collect(Collectors.joining("", instruction.command().wire(), ""));
    }

    private static Instruction instruction(String text) {
        String[] words = text.split(" ", -1);
        Map<Parameter, Quantity> parameters = new EnumMap<>(Parameter.class);
        for (int i = 1; i < words.length; i++) {
            String[] parts = words[i].split(":", -1);
            parameters.put(
                    Parameter.of(parts[0]).orElseThrow(),
                    new Quantity(new BigDecimal(parts[1]), Unit.of(parts[2]).orElseThrow()));
        }
        return new Instruction(Command.of(words[0]).orElseThrow(), parameters);
    }
}
