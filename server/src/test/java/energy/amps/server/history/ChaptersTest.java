package energy.amps.server.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.connector.Chapter;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.History.OfNeighbour;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.device.Pasts;
import energy.amps.server.store.Environment;
import energy.amps.server.store.UserId;
import energy.amps.server.testing.House;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chapters are kept when they are closed, once, and given back with those of the neighbours. */
class ChaptersTest {
    private final HistoricVendor.Projected vendor = new HistoricVendor.Projected();
    private final Street street = new Street(vendor, Environment.SANDBOX, Optional.empty());
    private final DeviceId first = street.first();
    private final DeviceId second = street.devices.getLast().device();

    @AfterEach
    void close() {
        street.close();
    }

    private void tellAfter(Duration pause, DeviceId device, String command) {
        street.house.clock.advance(pause);
        street.tell(device, command);
    }

    @Test
    void closedChaptersAreKeptOnceAndNoneStaysWithTheState() {
        tellAfter(Duration.ofHours(1), first, "charge");
        tellAfter(Duration.ofHours(1), first, "idle");
        assertThat(street.sql.column(
                        "select concat_ws(' ', from_at at time zone 'UTC', to_at at time zone 'UTC', version,"
                                + " content, environment) from connector_chapter where device_id = ? order by from_at",
                        first.value()))
                .containsExactly(
                        "2026-06-01 12:00:00 2026-06-01 13:00:00 7 charge sandbox",
                        "2026-06-01 13:00:00 2026-06-01 14:00:00 7 idle sandbox");
        assertThat(street.sql.column("select content from connector_state where device_id = ?", first.value()))
                .containsExactly("2026-06-01T14:00:00Z");
    }

    @Test
    void connectorGetsItsOwnChaptersAndItsNeighboursAsFarAsTheyTouchTheSpan() {
        tellAfter(Duration.ofHours(1), first, "charge");
        tellAfter(Duration.ofHours(1), second, "idle");
        tellAfter(Duration.ofHours(1), first, "discharge");
        street.house.clock.advance(Duration.ofHours(3));

        DeviceHistory whole = street.history(first, Resolution.HOUR, "2026-06-01T11:00:00Z", "2026-06-01T18:00:00Z");
        assertThat(vendor.given.own()).extracting(Chapter::text).containsExactly("charge", "discharge");
        assertThat(vendor.given.own().getFirst())
                .isEqualTo(new Chapter(House.START, House.START.plus(Duration.ofHours(1)), 7, "charge"));
        assertThat(vendor.given.neighbours())
                .extracting(each -> each.neighbour().id())
                .containsExactly(second);
        assertThat(vendor.given.neighbours().getFirst().chapters())
                .extracting(Chapter::text)
                .containsExactly("idle");
        assertThat(whole.items()).hasSize(7);

        street.history(first, Resolution.HOUR, "2026-06-01T13:00:00Z", "2026-06-01T18:00:00Z");
        assertThat(vendor.given.own())
                .as("what ends where the span begins")
                .extracting(Chapter::text)
                .containsExactly("discharge");
        street.history(second, Resolution.HOUR, "2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z");
        assertThat(vendor.given.own()).extracting(Chapter::text).containsExactly("idle");
        assertThat(vendor.given.neighbours())
                .flatExtracting(OfNeighbour::chapters)
                .extracting("text")
                .containsExactly("charge");
    }

    @Test
    void samplesAreShownInTheContractsOrderWithoutWhatIsNoNumber() {
        street.house.clock.advance(Duration.ofHours(1));
        DeviceHistory history = street.history(first, Resolution.HOUR, "2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z");
        assertThat(history.items().getFirst().sample().state()).containsOnlyKeys("level");
        assertThat(history.items().getFirst().sample().energyIn()).isPresent();
        assertThat(history.items().getFirst().sample().energyOut()).isEmpty();
    }

    @Test
    void connectorThatGivesTooFewSamplesIsAFaultOfOurs() {
        street.house.clock.advance(Duration.ofHours(2));
        vendor.fewer = 1;
        assertThatThrownBy(() -> street.history(first, Resolution.HOUR, "2026-06-01T12:00:00Z", "2026-06-01T14:00:00Z"))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Several steps of a device may share a transaction; each closes a chapter of a state that it thinks was written. */
    @Test
    void whatTwoStepsCloseIsKeptWhereBothAreWrittenTogether() {
        Instant t = House.START;
        DeviceRow.Facts facts =
                new DeviceRow.Facts(Family.BATTERY, "historic", "One", Optional.empty(), new UserId("user_1"));
        DeviceRow row =
                new DeviceRow(street.devices.getFirst(), facts, 0, Optional.empty(), new ConnectorState(1, "a"));
        Chapter one = new Chapter(t, t.plusSeconds(1), 1, "one");
        Chapter two = new Chapter(t.plusSeconds(1), t.plusSeconds(2), 1, "two");
        DeviceRow after = row.after(state -> new ConnectorState(1, "b", List.of(one)))
                .after(state -> {
                    assertThat(state.closed())
                            .as("as the connector reads it back")
                            .isEmpty();
                    return new ConnectorState(1, state.text() + "c", List.of(two));
                })
                .after(state -> state);
        assertThat(after.connectorState()).isEqualTo(new ConnectorState(1, "bc", List.of(one, two)));
        assertThat(after.linked(t).state()).isEqualTo(new ConnectorState(1, "bc"));
        assertThat(after.withoutClosed().connectorState()).isEqualTo(new ConnectorState(1, "bc"));
    }

    @Test
    void spanWithTooManyChaptersIsRefused() {
        street.sql.run("""
                insert into connector_chapter
                select ?, 'sandbox', ?, timestamptz '2026-05-31 00:00Z' + n * interval '1 minute',
                       timestamptz '2026-05-31 00:00Z' + (n + 1) * interval '1 minute', 1, ''
                from generate_series(1, ?) n
                """, street.caller.tenant().customer().value(), first.value(), Pasts.MOST_CHAPTERS);
        street.history(first, Resolution.HOUR, "2026-05-31T00:00:00Z", "2026-06-01T00:00:00Z");
        assertThat(vendor.given.own()).hasSize(Pasts.MOST_CHAPTERS);
        tellAfter(Duration.ofSeconds(1), second, "charge");
        assertThat(House.refused(street.house
                                .platform
                                .histories()
                                .read(
                                        street.caller,
                                        Family.BATTERY,
                                        first,
                                        new HistoryRequest(
                                                Optional.of(Instant.parse("2026-05-31T00:00:00Z")),
                                                Optional.empty(),
                                                Optional.empty())))
                        .code())
                .isEqualTo(ErrorCode.VALIDATION_ERROR);
    }
}
