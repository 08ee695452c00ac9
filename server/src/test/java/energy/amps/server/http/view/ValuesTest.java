package energy.amps.server.http.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.time.api.constraints.InstantRange;
import org.junit.jupiter.api.Test;

/** The one form of an instant, against the library's formatter. */
class ValuesTest {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Property
    void everyInstantIsWrittenAsTheFormatterWould(
            @ForAll @InstantRange(min = "0001-01-01T00:00:00Z", max = "9999-12-31T23:59:59Z") Instant instant) {
        assertThat(Values.text(instant)).isEqualTo(FORM.format(instant));
    }

    @Test
    void whatIsFinerThanAMillisecondIsCut() {
        assertThat(Values.text(Instant.parse("2026-06-02T12:00:00.001999999Z"))).isEqualTo("2026-06-02T12:00:00.001Z");
    }
}
