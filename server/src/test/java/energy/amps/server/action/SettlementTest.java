package energy.amps.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.Outcome;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.StateChange;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettlementTest {
    private static final Instant SENT = Instant.parse("2026-06-01T12:00:00Z");
    private static final UserId USER = new UserId("user_1");
    private static final DeviceKey DEVICE =
            new DeviceKey(new Tenant(new CustomerId("cus_1"), Environment.SANDBOX), new DeviceId("device_1"));

    /** An answer may wait for its step; the vendor took the command when it said so (contract section 5). */
    @Test
    void commandIsAcknowledgedWhenTheVendorAnsweredAndCompletedWhenThatIsWritten() {
        LiveAction sending = new LiveAction(
                new Header(new ActionId("act_1"), DEVICE, USER, new KeyId("key_1"), Family.BATTERY, SENT),
                new Order(
                        Command.CHARGE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        SandboxControls.NONE),
                new LiveAction.Place(ActionState.ACKNOWLEDGED, Stage.SENDING),
                LiveAction.Work.NONE.with(new Sending(1, Optional.of(SENT), Optional.empty())),
                Report.fresh(SENT),
                Optional.empty());
        Docket docket = new Docket(
                new DeviceRow(
                        DEVICE,
                        new DeviceRow.Facts(Family.BATTERY, "v", "m", Optional.empty(), USER),
                        0,
                        Optional.empty(),
                        new ConnectorState(1, "")),
                List.of(sending));
        Instant answered = SENT.plusSeconds(1);
        Instant now = SENT.plusSeconds(3);

        Stepped stepped = new Settlement(
                        new BenchVendor(List.of()), new EngineRules(Duration.ofMinutes(5)), answered, now)
                .heard(docket, sending, new Outcome.Accepted(StateChange.none(), Optional.empty()));

        Report report = stepped.docket().find(sending.id()).orElseThrow().report();
        assertThat(report.acknowledgedAt()).contains(answered);
        assertThat(report.completedAt()).contains(now);
        assertThat(report.updatedAt()).isEqualTo(now);
    }
}
