package energy.amps.server.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.config.Setting;
import energy.amps.server.config.SettingsTable;
import energy.amps.server.http.HttpLimits;
import energy.amps.server.http.HttpTimeouts;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The numbers of {@code docs/reference/limits.md} are the code's. A row whose place is {@code `Class#NAME`} is compared with
 * that constant, or with that component of the record's defaults; a row whose place is a setting with its default.
 */
class LimitsTest {
    /** The records whose components are limits, as a server has them that is told nothing. */
    private static final Map<Class<?>, Record> DEFAULTS = Map.of(
            HttpLimits.class, HttpLimits.DEFAULT,
            HttpTimeouts.class, HttpTimeouts.DEFAULT,
            AgendaConfig.class, AgendaConfig.of(Duration.ofMillis(250), Duration.ofSeconds(4)));

    /** A row of one of the tables. */
    private record Row(String bound, String value, String place) {
        static Row of(String line) {
            String[] cells = line.split("\\|", -1);
            return new Row(cells[1].strip(), cells[2].strip().split(" ", 2)[0], cells[3].strip());
        }

        boolean namesASource() {
            return place.startsWith("`AMPS_") || place.contains("#");
        }
    }

    @Test
    void valuesAreTheCodes() throws ReflectiveOperationException {
        for (Row row : rows()) {
            if (row.namesASource()) {
                assertThat(row.value()).as(row.bound()).isEqualTo(actual(row));
            }
        }
    }

    @Test
    void mostRowsNameTheirSource() {
        assertThat(rows().stream().filter(Row::namesASource)).hasSizeGreaterThan(50);
    }

    private static List<Row> rows() {
        return Documents.named("docs/reference/limits.md")
                .text()
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| bound |"))
                .map(Row::of)
                .toList();
    }

    private static String actual(Row row) throws ReflectiveOperationException {
        String place = row.place().replace("`", "");
        if (place.startsWith("AMPS_")) {
            return SettingsTable.settings().stream()
                    .filter(setting -> setting.name().equals(place))
                    .map(Setting::byDefault)
                    .findFirst()
                    .orElseGet(() -> fail("no setting " + place));
        }
        Names names = Names.of(place).orElseThrow(() -> new AssertionError("not a name: " + place));
        Class<?> type = names.resolved().orElseThrow(() -> new AssertionError("no class: " + place));
        return String.valueOf(value(type, names.member().orElseThrow()));
    }

    private static Object value(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = Arrays.stream(type.getDeclaredFields())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type.getName() + " has no " + name));
        AccessibleObject.setAccessible(new AccessibleObject[] {field}, true);
        return Modifier.isStatic(field.getModifiers()) ? field.get(null) : componentOf(type, field);
    }

    private static Object componentOf(Class<?> type, Field field) throws ReflectiveOperationException {
        Record defaults = DEFAULTS.get(type);
        assertThat(defaults).as("the defaults of " + type.getName()).isNotNull();
        return field.get(defaults);
    }
}
