package energy.amps.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment while it is read; gathers what is wrong with it, so that all of it can be told at once. */
final class Environment {

    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** The value given; absent where there is none, or one that is a problem. */
    <T> Optional<T> given(Entry<T> entry) {
        Optional<String> text = text(entry);
        Optional<T> value = text.flatMap(entry.domain()::parse);
        if (text.isPresent() && value.isEmpty()) {
            problems.add(refusal(entry, text.get()));
        }
        return value;
    }

    /** The value given, else the default, which must be a value of the entry's domain. */
    <T> T value(Entry<T> entry) {
        return given(entry)
                .or(() -> entry.domain().parse(entry.byDefault()))
                .orElseThrow(() -> new IllegalStateException(entry.name() + " has no readable default"));
    }

    boolean has(Entry<?> entry) {
        return text(entry).isPresent();
    }

    void problem(String line) {
        problems.add(line);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    List<String> warnings() {
        return variables.keySet().stream()
                .filter(name -> !SettingsTable.isKnown(name))
                .sorted()
                .map(name -> name + " is not a setting and has no effect.")
                .toList();
    }

    private Optional<String> text(Entry<?> entry) {
        return Optional.ofNullable(variables.get(entry.name()))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static String refusal(Entry<?> entry, String text) {
        Domain<?> domain = entry.domain();
        String shown = domain.isSecret() ? "" : " \"" + text + "\"";
        String unit = domain.unit().equals("-") ? "" : " (" + domain.unit() + ")";
        return "%s%s is not accepted: expected %s%s.".formatted(entry.name(), shown, domain.range(), unit);
    }
}
