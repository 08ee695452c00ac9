package energy.amps.server.watch;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.connector.SandboxControls;
import energy.amps.fault.FaultCode;
import energy.amps.server.action.Action;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Database;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the gauges say, against a house in which it happened. */
class WatchTest {

    private static Standing look(House house) {
        try (Database database = Database.open(House.address(house.postgres), new SimpleMeterRegistry())) {
            return Standing.at(house.clock.instant(), database);
        }
    }

    private static double gauge(House house, String name) {
        return house.meters.get(name).gauge().value();
    }

    private static Action pushed(House house, Optional<String> start, Optional<String> end, SandboxControls controls) {
        return passed(house.push("charge", Optional.empty(), start, end, Optional.empty(), controls));
    }

    private static void awaitStage(House house, String stage) {
        try (Sql sql = Sql.on(house.postgres)) {
            eventually().until(() -> sql.column("select stage from action").equals(List.of(stage)));
        }
    }

    private static SandboxControls returnFails() {
        return new SandboxControls(
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false,
                Optional.of(new SandboxControls.RevertFailure(FaultCode.DEVICE_OFFLINE, 1000)));
    }

    @Test
    void inAQuietHouseEverythingIsNothing() {
        try (House house = House.open()) {
            assertThat(look(house)).isEqualTo(new Standing(0, 0, Duration.ZERO, 0, 0, Duration.ZERO));
            eventually().until(() -> gauge(house, "amps.due.backlog") == 0);
        }
    }

    @Test
    void aWindowWhoseReturnDoesNotHoldIsOverdueAndAfterItsHourAFailedReturn() {
        try (House house = House.open()) {
            Action window = pushed(
                    house, Optional.of("2026-06-01T12:10:00Z"), Optional.of("2026-06-01T13:00:00Z"), returnFails());
            house.clock.advance(Duration.ofMinutes(10));
            awaitStage(house, "open");
            assertThat(look(house).windowsOverdue())
                    .as("an open window is none")
                    .isZero();

            house.clock.advance(Duration.ofMinutes(50));
            awaitStage(house, "return_waiting");
            house.clock.advance(Duration.ofMillis(500));
            assertThat(look(house).windowsOverdue()).isEqualTo(1);
            assertThat(look(house).oldestWindow()).isBetween(Duration.ofMillis(500), Duration.ofMinutes(30));
            assertThat(look(house).returnsFailed()).isZero();

            eventually().until(() -> {
                house.clock.advance(Duration.ofMinutes(5));
                return house.action(window.id()).state() == ActionState.FAILED;
            });
            assertThat(look(house).returnsFailed()).isEqualTo(1);
            assertThat(look(house).oldestWindow()).isGreaterThanOrEqualTo(Duration.ofHours(1));
        }
    }

    /** The house's own vendor is read back before anybody could look: the row is put where a slow one leaves it. */
    @Test
    void whatHasNoUsableAnswerIsUnsettled() {
        try (House house = House.open();
                Sql sql = Sql.on(house.postgres)) {
            pushed(house, Optional.of("2026-06-01T13:00:00Z"), Optional.empty(), SandboxControls.NONE);
            assertThat(look(house).unsettled()).isZero();
            house.platform.close();
            sql.run("update due set unsettled = true");
            assertThat(look(house).unsettled()).isEqualTo(1);
        }
    }

    @Test
    void whatIsDueWhileNobodyRunsIsBacklog() {
        try (House house = House.open()) {
            pushed(house, Optional.of("2026-06-01T13:00:00Z"), Optional.empty(), SandboxControls.NONE);
            house.platform.close();
            assertThat(look(house).dueBacklog()).isZero();
            house.clock.advance(Duration.ofHours(3));
            assertThat(look(house).dueBacklog()).isEqualTo(1);
            assertThat(look(house).oldestDue()).isEqualTo(Duration.ofHours(2));
        }
    }

    /** A number that is old would say that all is well. */
    @Test
    void withoutADatabaseThereAreNoNumbers() {
        try (House house = House.open()) {
            eventually().until(() -> gauge(house, "amps.due.backlog") == 0);
            Database database = Database.open(House.address(house.postgres), new SimpleMeterRegistry());
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            Watch watch = new Watch(database, house.clock, meters);
            assertThat(meters.get("amps.due.backlog").gauge().value())
                    .as("before the first look")
                    .isNaN();
            watch.look();
            assertThat(meters.get("amps.due.backlog").gauge().value()).isZero();
            database.close();
            watch.look();
            assertThat(meters.get("amps.due.backlog").gauge().value()).isNaN();
        }
    }
}
