package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.store.ActionState;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written for timelines, and for how long. */
class TimelinesTest {
    private House house;
    private Sql sql;

    @BeforeEach
    void open() {
        house = House.open();
        sql = Sql.on(house.postgres);
    }

    @AfterEach
    void close() {
        sql.close();
        house.close();
    }

    /** The hot path writes what it wrote before there were timelines. */
    @Test
    void plainCommandOfAComputedDeviceWritesNoCallAndIsToldAllTheSame() {
        Action push = completed("charge", Optional.empty(), Optional.empty());
        assertThat(sql.number("select count(*) from vendor_call")).isZero();
        assertThat(words(push))
                .containsExactly(
                        "transition acknowledged",
                        "call apply",
                        "transition taken",
                        "transition completed",
                        "verification confirmed");
    }

    @Test
    void callsAreToldForTheirTimeAndTransitionsForEver() {
        String end = House.START.plusSeconds(60).toString();
        Action window = passed(house.push("idle", Optional.of("0m"), Optional.of(end), Optional.empty()));
        house.clock.advance(Duration.ofSeconds(1));
        eventually().until(() -> sql.number("select count(*) from vendor_call") == 1);
        house.clock.advance(Duration.ofMinutes(2));
        eventually().until(() -> house.action(window.id()).state() == ActionState.COMPLETED);
        assertThat(words(window)).contains("call apply", "call return");

        house.clock.advance(Timelines.KEPT.minusHours(1));
        house.platform.timelines().forget();
        assertThat(sql.number("select count(*) from vendor_call")).isEqualTo(2);
        house.clock.advance(Timelines.EVERY.plusSeconds(1));
        house.platform.timelines().forget();
        eventually().until(() -> sql.number("select count(*) from vendor_call") == 0);
        assertThat(words(window))
                .contains("transition returning", "transition completed")
                .doesNotContain("call return");
    }

    private Action completed(String command, Optional<String> start, Optional<String> end) {
        Action action = passed(house.push(command, start, end, Optional.empty()));
        eventually().until(() -> house.action(action.id()).state() == ActionState.COMPLETED);
        return action;
    }

    private List<String> words(Action action) {
        return passed(house.platform.timelines().read(house.caller, action.id())).items().stream()
                .map(item -> item.type().wire() + " " + item.name())
                .toList();
    }
}
