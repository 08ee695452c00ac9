package energy.amps.server.docs;

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A class as documents name it, with a member behind {@code #} or without. */
record Names(String type, Optional<String> member) {
    private static final Pattern FORM = Pattern.compile("(energy\\.amps(?:\\.[a-z]+)*\\.[A-Z][\\w$]*)(?:#(\\w+))?");

    /** The name that a text is, if it is one. */
    static Optional<Names> of(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new Names(matcher.group(1), Optional.ofNullable(matcher.group(2))))
                : Optional.empty();
    }

    /** The class, where the class path has it. */
    Optional<Class<?>> resolved() {
        try {
            return Optional.of(Class.forName(type, false, Names.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Whether there are such a class and such a member. */
    boolean exist() {
        return resolved()
                .filter(found -> member.isEmpty() || members(found).anyMatch(member.get()::equals))
                .isPresent();
    }

    private static Stream<String> members(Class<?> type) {
        return Stream.of(
                        Arrays.stream(type.getDeclaredMethods()).map(m -> m.getName()),
                        Arrays.stream(type.getDeclaredFields()).map(Field::getName),
                        Stream.ofNullable(type.getRecordComponents())
                                .flatMap(Arrays::stream)
                                .map(RecordComponent::getName))
                .flatMap(names -> names);
    }
}
