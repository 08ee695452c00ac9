package energy.amps.server.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.connector.Sample;
import energy.amps.server.store.Environment;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was seen of live devices is kept, and comes back as their history. */
class TelemetryTest {
    private final HistoricVendor vendor = new HistoricVendor(Retrieval.LIVE);
    private Optional<Street> open = Optional.empty();

    @AfterEach
    void close() {
        open.ifPresent(Street::close);
    }

    private Street street(Environment environment) {
        Street street = new Street(vendor, environment, Optional.of(ZoneId.of("Europe/London")));
        open = Optional.of(street);
        return street;
    }

    private static void readAt(Street street, Duration pause) {
        street.house.clock.advance(pause);
        street.read();
    }

    /** A day of readings, every quarter of an hour, from noon to noon; the platform is restarted in between. */
    @ParameterizedTest
    @EnumSource
    void readingsOfADayComeBackAsItsHistory(Environment environment) {
        Street street = street(environment);
        vendor.power = 2;
        street.read();
        for (int i = 1; i <= 96; i++) {
            vendor.level = i;
            readAt(street, Duration.ofMinutes(15));
        }
        street.awaitRows(97);
        DeviceHistory hours =
                street.history(street.first(), Resolution.HOUR, "2026-06-01T12:00:00Z", "2026-06-02T12:00:00Z");
        assertThat(hours.items()).hasSize(24).allSatisfy(item -> {
            assertThat(item.sample().state().get("chargeRate")).isEqualTo(2);
            assertThat(item.sample().energyIn().orElseThrow().kilowattHours()).isCloseTo(2, within(1e-9));
            assertThat(item.sample().energyOut().orElseThrow().kilowattHours()).isZero();
        });
        assertThat(hours.items().getFirst().sample().state()).containsEntry("level", 3.0);
        // The plant's day begins at 23:00 UTC.
        DeviceHistory days =
                street.history(street.first(), Resolution.DAY, "2026-06-01T12:00:00Z", "2026-06-02T12:00:00Z");
        assertThat(days.items())
                .extracting(item -> item.sample().energyIn().orElseThrow().kilowattHours())
                .satisfiesExactly(first -> assertThat(first).isCloseTo(22, within(1e-9)), second -> assertThat(second)
                        .isCloseTo(26, within(1e-9)));
        assertThat(street.history(
                                street.devices.getLast().device(),
                                Resolution.DAY,
                                "2026-06-01T12:00:00Z",
                                "2026-06-02T12:00:00Z")
                        .items())
                .as("the neighbour, whom nobody looked at")
                .extracting(DeviceHistory.Item::sample)
                .containsOnly(Sample.EMPTY);
    }

    /** A test's clock may jump ahead by weeks, as a node's does that was stopped: the day of the row is made first. */
    @Test
    void readingAfterAPauseOfWeeksIsKept() {
        Street street = street(Environment.LIVE);
        street.read();
        street.awaitRows(1);
        readAt(street, Duration.ofDays(90));
        street.awaitRows(2);
        street.house.restartAfter(Duration.ofDays(60));
        street.read();
        street.awaitRows(3);
        assertThat(
                        street.sql.column(
                                "select distinct to_char(received_at at time zone 'UTC', 'YYYYMMDD') d from telemetry order by d"))
                .containsExactly("20260601", "20260830", "20261029");
    }

    @Test
    void lateReadingIsKeptForWhenItWasSo() {
        Street street = street(Environment.LIVE);
        vendor.lag = Duration.ofHours(20);
        street.read();
        street.awaitRows(1);
        List<DeviceHistory.Item> items = street.history(
                        street.first(), Resolution.HOUR, "2026-05-31T15:00:00Z", "2026-05-31T18:00:00Z")
                .items();
        assertThat(items.get(0).sample()).isEqualTo(Sample.EMPTY);
        assertThat(items.get(1).sample().state()).containsEntry("level", 50.0);
        vendor.lag = Duration.ofHours(25);
        street.read();
        assertThat(street.house
                        .meters
                        .counter("amps.telemetry.dropped", "reason", "late")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void readingFromTheFutureIsOneOfNow() {
        Street street = street(Environment.LIVE);
        vendor.lag = Duration.ofHours(-3);
        street.read();
        street.awaitRows(1);
        assertThat(street.sql.column("select observed_at = received_at from telemetry"))
                .containsExactly("t");
    }

    /** What waits when a node is stopped is written first. */
    @Test
    void nothingIsLostWhenANodeStops() {
        Street street = street(Environment.LIVE);
        for (int i = 0; i < 20; i++) {
            readAt(street, Duration.ofMinutes(2));
        }
        street.house.platform.close();
        assertThat(street.sql.number("select count(*) from telemetry")).isEqualTo(20);
        street.house.restartAfter(Duration.ZERO);
    }

    @Test
    void projectionIsNeverStored() {
        Street street = street(Environment.LIVE);
        street.house.read();
        street.read();
        street.awaitRows(1);
        assertThat(street.sql.column("select distinct device_id from telemetry"))
                .containsExactly(street.first().value());
    }
}
