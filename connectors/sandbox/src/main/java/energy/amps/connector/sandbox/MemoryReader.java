package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Attempt;
import energy.amps.connector.ConnectorState;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads the texts of {@link MemoryCodec}, and forgives nothing: a text it does not know is another version's. Version 1, of
 * batteries alone, had one segment, spread over fields of its own.
 */
final class MemoryReader {

    private final String text;
    private final int version;
    private final Map<String, String> fields = new HashMap<>();

    private MemoryReader(int version, String text) {
        this.version = known(version);
        this.text = text;
    }

    private static int known(int version) {
        if (version < 1 || version > MemoryCodec.VERSION) {
            throw new IllegalArgumentException("no sandbox state of version " + version + " is known");
        }
        return version;
    }

    /** The key of the model, without reading further. */
    static String modelKey(ConnectorState state) {
        known(state.version());
        String text = state.text();
        int end = text.indexOf(';');
        return text.startsWith("model=") ? text.substring("model=".length(), end < 0 ? text.length() : end) : "";
    }

    /** The account of any device, without reading its journal. */
    static Account account(ConnectorState state) {
        int traits = state.text().indexOf(";traits=");
        int linked = state.text().indexOf(";linked=");
        if (traits < 0 && linked < 0) {
            return Account.PLAIN;
        }
        MemoryReader reader = new MemoryReader(state.version(), state.text());
        return reader.guarded(() -> {
            reader.split();
            return reader.account();
        });
    }

    /** The whole memory. */
    static <S> Memory<S> read(ConnectorState state, Function<String, Optional<Hardware<S>>> hardware) {
        MemoryReader reader = new MemoryReader(state.version(), state.text());
        return reader.guarded(() -> reader.memory(hardware, false));
    }

    /** The memory without what is over: enough for the device now. */
    static <S> Memory<S> readLatest(ConnectorState state, Function<String, Optional<Hardware<S>>> hardware) {
        MemoryReader reader = new MemoryReader(state.version(), state.text());
        return reader.guarded(() -> reader.memory(hardware, true));
    }

    /** A chapter's segments. */
    static <S> List<Segment<S>> chapter(Hardware<S> hardware, int version, String text) {
        MemoryReader reader = new MemoryReader(version, text);
        return reader.guarded(() -> reader.journal(hardware, text));
    }

    private <T> T guarded(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (NumberFormatException | DateTimeException e) {
            throw unreadable(e);
        }
    }

    private <S> Memory<S> memory(Function<String, Optional<Hardware<S>>> hardware, boolean latestOnly) {
        split();
        Hardware<S> device = known(hardware.apply(required("model")));
        Account account = account();
        Optional<Order> pending = taken("pending").map(this::order);
        List<Segment<S>> journal = version == 1
                ? firstVersion(device)
                : taken("journal")
                        .map(value -> journal(device, latestOnly ? latest(value) : value))
                        .orElse(List.of());
        if (!fields.isEmpty()) {
            throw unreadable();
        }
        return new Memory<>(device, account, journal, pending);
    }

    private void split() {
        for (String field : text.split(";", -1)) {
            int equals = field.indexOf('=');
            if (equals < 0 || fields.put(field.substring(0, equals), field.substring(equals + 1)) != null) {
                throw unreadable();
            }
        }
    }

    private Account account() {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        taken("traits").ifPresent(value -> {
            for (String name : value.split(",", -1)) {
                traits.add(known(Stream.of(Trait.values())
                        .filter(trait -> trait.name().equals(name))
                        .findFirst()));
            }
        });
        Instant linked = taken("linked").map(Instant::parse).orElse(Account.PLAIN.linkedAt());
        return new Account(traits, linked);
    }

    private static String latest(String journal) {
        return journal.substring(journal.lastIndexOf('~') + 1);
    }

    private <S> List<Segment<S>> journal(Hardware<S> hardware, String value) {
        List<Segment<S>> segments = new ArrayList<>();
        for (String word : value.split("~", -1)) {
            List<String> parts = parts(word, "\\|", 5);
            Optional<BigDecimal> held =
                    Optional.of(parts.get(3)).filter(part -> !part.isEmpty()).map(BigDecimal::new);
            segments.add(new Segment<>(
                    Instant.parse(parts.getFirst()),
                    hardware.state(parts.get(1)),
                    new Terms(new Orders(instruction(parts.get(2).split(",", -1), 0), held), settings(parts.get(4)))));
        }
        return segments;
    }

    private <S> List<Segment<S>> firstVersion(Hardware<S> hardware) {
        Optional<String> at = taken("at");
        if (at.isEmpty()) {
            return List.of();
        }
        Orders orders = new Orders(
                instruction(required("standing").split(",", -1), 0),
                taken("held").map(BigDecimal::new));
        return List.of(new Segment<>(
                Instant.parse(at.get()),
                hardware.state(required("level")),
                new Terms(orders, taken("written").map(this::settings).orElse(Map.of()))));
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
        if (value.isEmpty()) {
            return settings;
        }
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
        return new IllegalArgumentException("not the state of a sandbox device: " + text);
    }

    private IllegalArgumentException unreadable(Exception cause) {
        return new IllegalArgumentException("not the state of a sandbox device: " + text, cause);
    }
}
