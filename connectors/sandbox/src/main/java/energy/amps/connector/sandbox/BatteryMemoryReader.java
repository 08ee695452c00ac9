package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Attempt;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the text of {@link BatteryMemoryCodec}, and forgives nothing: a text it does not know is another version's. */
final class BatteryMemoryReader {

    private final String text;
    private final Map<String, String> fields = new HashMap<>();

    private BatteryMemoryReader(String text) {
        this.text = text;
    }

    static BatteryMemory read(String text) {
        BatteryMemoryReader reader = new BatteryMemoryReader(text);
        try {
            return reader.memory();
        } catch (NumberFormatException | DateTimeException e) {
            throw reader.unreadable(e);
        }
    }

    private BatteryMemory memory() {
        for (String field : text.split(";", -1)) {
            List<String> nameAndValue = parts(field, "=", 2);
            if (fields.put(nameAndValue.getFirst(), nameAndValue.getLast()) != null) {
                throw unreadable();
            }
        }
        BatteryModel model = known(BatteryModel.of(required("model")));
        Optional<BatteryMemory.Operation> operation =
                fields.containsKey("at") ? Optional.of(operation()) : Optional.empty();
        Optional<Order> pending = taken("pending").map(this::order);
        if (!fields.isEmpty()) {
            throw unreadable();
        }
        return new BatteryMemory(model, operation, pending);
    }

    private BatteryMemory.Operation operation() {
        Anchor anchor = new Anchor(Instant.parse(required("at")), Double.parseDouble(required("level")));
        Orders orders = new Orders(
                instruction(required("standing").split(",", -1), 0),
                taken("held").map(BigDecimal::new));
        Map<Setting, BigDecimal> written = taken("written").map(this::settings).orElse(Map.of());
        return new BatteryMemory.Operation(anchor, orders, new BatterySettings(written));
    }

    private Order order(String value) {
        String[] words = value.split(",", -1);
        if (words.length < 3) {
            throw unreadable();
        }
        Attempt.Purpose purpose =
                switch (words[1]) {
                    case "APPLY" -> Attempt.Purpose.APPLY;
                    case "RETURN" -> Attempt.Purpose.RETURN;
                    default -> throw unreadable();
                };
        return new Order(instruction(words, 2), purpose, Instant.parse(words[0]));
    }

    /** The instruction whose command is the word at {@code first}, with the parameters behind it. */
    private Instruction instruction(String[] words, int first) {
        Map<Parameter, Quantity> parameters = new EnumMap<>(Parameter.class);
        for (int i = first + 1; i < words.length; i++) {
            List<String> parts = parts(words[i], ":", 3);
            Quantity quantity = new Quantity(new BigDecimal(parts.get(1)), known(Unit.of(parts.get(2))));
            parameters.put(known(Parameter.of(parts.getFirst())), quantity);
        }
        return new Instruction(known(Command.of(words[first])), parameters);
    }

    private Map<Setting, BigDecimal> settings(String value) {
        Map<Setting, BigDecimal> settings = new EnumMap<>(Setting.class);
        for (String word : value.split(",", -1)) {
            List<String> parts = parts(word, ":", 2);
            settings.put(known(Setting.of(parts.getFirst())), new BigDecimal(parts.getLast()));
        }
        return settings;
    }

    private String required(String name) {
        return taken(name).orElseThrow(this::unreadable);
    }

    private Optional<String> taken(String name) {
        return Optional.ofNullable(fields.remove(name));
    }

    private List<String> parts(String word, String separator, int count) {
        List<String> parts = List.of(word.split(separator, -1));
        if (parts.size() != count) {
            throw unreadable();
        }
        return parts;
    }

    private <T> T known(Optional<T> word) {
        return word.orElseThrow(this::unreadable);
    }

    private IllegalArgumentException unreadable() {
        return new IllegalArgumentException("not the state of a sandbox battery: " + text);
    }

    private IllegalArgumentException unreadable(Exception cause) {
        return new IllegalArgumentException("not the state of a sandbox battery: " + text, cause);
    }
}
