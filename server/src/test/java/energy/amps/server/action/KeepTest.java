package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.check.SettingsRequest;
import energy.amps.command.Setting;
import energy.amps.connector.SandboxControls;
import energy.amps.device.Family;
import energy.amps.server.device.DeviceView;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Keep;
import energy.amps.server.testing.House;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a caller wants kept is kept with the effect or not at all, and says what the caller hears. */
class KeepTest {
    private final House house = House.open();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void pushIsKeptAsItIsAnswered() {
        List<Action> kept = new ArrayList<>();
        Action answered = passed(push((tx, done) -> kept.add(done)));
        assertThat(kept).containsExactly(answered);
    }

    @Test
    void pushThatCannotBeKeptIsNone() {
        assertThatThrownBy(() -> push(KeepTest::refuse)).isInstanceOf(Unkept.class);
        assertThat(house.read().lastAction()).isEmpty();
    }

    @Test
    void cancellationIsKeptAsItIsAnsweredOrUndone() {
        Action scheduled = passed(house.push("charge", Optional.of("1h"), Optional.empty(), Optional.empty()));
        assertThatThrownBy(() -> house.platform.actions().cancel(house.caller, scheduled.id(), KeepTest::refuse))
                .isInstanceOf(Unkept.class);
        assertThat(house.action(scheduled.id()).state()).isEqualTo(ActionState.SCHEDULED);

        List<Action> kept = new ArrayList<>();
        Action cancelled =
                passed(house.platform.actions().cancel(house.caller, scheduled.id(), (tx, done) -> kept.add(done)));
        assertThat(kept).containsExactly(cancelled);
    }

    @Test
    void endIsKeptAsItIsAnswered() {
        Action window = passed(house.push(
                "charge",
                Optional.of(House.START.toString()),
                Optional.of(House.START.plusSeconds(3600).toString()),
                Optional.empty()));
        eventually().until(() -> house.action(window.id()).state() == ActionState.ACKNOWLEDGED);
        house.clock.advance(Duration.ofMinutes(1));
        List<Action> kept = new ArrayList<>();
        Action ended = passed(house.platform.actions().end(house.caller, window.id(), (tx, done) -> kept.add(done)));
        assertThat(kept).containsExactly(ended);
    }

    @Test
    void settingsAreKeptWhenTheVendorTookThem() {
        SettingsRequest request = new SettingsRequest(
                Map.of("safety_reserve", new SettingsRequest.Value.Numeric(BigDecimal.TEN, "percent")));
        List<List<Setting>> kept = new ArrayList<>();
        List<Setting> written = passed(house.platform
                .pushes()
                .configure(house.caller, Family.BATTERY, house.battery(), request, (tx, done) -> kept.add(done)));
        assertThat(kept).containsExactly(written);
    }

    @Test
    void timezoneIsKeptAsItIsAnsweredOrNotChanged() {
        assertThatThrownBy(() -> timezone(KeepTest::refuse)).isInstanceOf(Unkept.class);
        assertThat(house.read().plantZone()).contains(ZoneId.of("Europe/London"));

        List<DeviceView> kept = new ArrayList<>();
        DeviceView changed = passed(timezone((tx, done) -> kept.add(done)));
        assertThat(changed.plantZone()).contains(ZoneId.of("Asia/Tokyo"));
        assertThat(kept).containsExactly(changed);
    }

    private Checked<DeviceView> timezone(Keep<DeviceView> keep) {
        return house.platform
                .devices()
                .changeTimezone(house.caller, Family.BATTERY, house.battery(), ZoneId.of("Asia/Tokyo"), keep);
    }

    private Checked<Action> push(Keep<Action> keep) {
        return house.platform
                .pushes()
                .accept(
                        house.caller,
                        Family.BATTERY,
                        house.battery(),
                        new PushRequest(
                                "charge", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        SandboxControls.NONE,
                        keep);
    }

    private static <T> void refuse(Object tx, T done) {
        throw new Unkept();
    }

    private static final class Unkept extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
