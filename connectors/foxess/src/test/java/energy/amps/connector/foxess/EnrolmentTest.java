package energy.amps.connector.foxess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import energy.amps.command.Command;
import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Account;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.Credentials;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkFault;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Secret;
import energy.amps.device.Capabilities;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import energy.amps.device.SettingCapability;
import energy.amps.fault.FaultCode;
import energy.amps.standin.foxess.Errno;
import energy.amps.standin.foxess.Fault;
import energy.amps.standin.foxess.FoxEssStandIn;
import energy.amps.standin.foxess.Hardware;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts are opened by a key, and devices say themselves what they take. */
class EnrolmentTest {
    private final Rig.TestClock clock = new Rig.TestClock(Rig.NOON);
    private final FoxEssStandIn cloud = FoxEssStandIn.start(0, clock);
    private final FoxEssConnector connector = FoxEssConnector.open(cloud.url(), Duration.ofSeconds(20), Rig.NO_PACING);

    @AfterEach
    void close() {
        cloud.close();
    }

    private LinkOutcome authenticate(String key) {
        return connector.authenticate(new Credentials.ApiKey(new Secret(key)), Rig.NOON);
    }

    private Account account(String key) {
        LinkOutcome outcome = authenticate(key);
        assertThat(outcome).isInstanceOf(LinkOutcome.Authenticated.class);
        return ((LinkOutcome.Authenticated) outcome).account();
    }

    private List<DiscoveredDevice> devices(String key) {
        Discovery found = connector.discover(account(key), Rig.NOON);
        assertThat(found).isInstanceOf(Discovery.Found.class);
        return ((Discovery.Found) found).devices();
    }

    private Capabilities capabilities(Hardware hardware) {
        cloud.add("key", hardware);
        return capabilities(devices("key").getFirst().initialState());
    }

    private Capabilities capabilities(ConnectorState state) {
        return connector.capabilities(new LinkedDevice(
                new DeviceId("device_1"), Family.BATTERY, "", Optional.of(Rig.LONDON), state, Rig.NOON));
    }

    @Test
    void aKeyOpensItsAccountAndIsKept() {
        cloud.add("key", Hardware.hybrid("SN1", Rig.LONDON));

        Account account = account("key");

        assertThat(account.material()).contains(new Secret("key"));
        assertThat(account.externalId()).hasSize(32).doesNotContain("key");
        assertThat(account.toString()).doesNotContain("key]").contains("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-a-key", "two words", "", "line\r\nbreak", "schlüssel"})
    void aWrongKeyIsRefused(String key) {
        assertThat(authenticate(key)).isEqualTo(new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS));
    }

    @Test
    void anExpiredKeyIsRefused() {
        cloud.add("key", Hardware.hybrid("SN1", Rig.LONDON));
        cloud.expire("key");

        assertThat(authenticate("key")).isEqualTo(new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS));
    }

    @Test
    void aBusyCloudIsNoVerdictOnAKey() {
        cloud.add("key", Hardware.hybrid("SN1", Rig.LONDON));
        cloud.play("/device/list", new Fault.Http(503), 1);

        assertThat(authenticate("key")).isEqualTo(new LinkOutcome.Unavailable(FaultCode.SERVICE_UNAVAILABLE));
    }

    /** An owner may make a new key at any time; the account, and with it the devices' ids, stay what they are. */
    @Test
    void anAccountIsTheSameUnderANewKey() {
        cloud.add("old", Hardware.hybrid("SN1", Rig.LONDON));
        cloud.add("new", Hardware.hybrid("SN1", Rig.LONDON));
        cloud.add("other", Hardware.evo("SN2", Rig.LONDON));

        assertThat(account("new").externalId())
                .isEqualTo(account("old").externalId())
                .isNotEqualTo(account("other").externalId());
    }

    @Test
    void onlyInvertersWithABatteryAreFoundInTheSameOrder() {
        cloud.add("key", Hardware.hybrid("SN3", Rig.LONDON));
        cloud.add("key", Hardware.hybrid("SN2", Rig.LONDON).withBattery(0));
        cloud.add("key", Hardware.evo("SN1", Rig.LONDON));

        assertThat(devices("key"))
                .extracting(DiscoveredDevice::externalId, DiscoveredDevice::model)
                .containsExactly(tuple("SN1", "FoxESS EVO 10-5-H"), tuple("SN3", "FoxESS H1-5.0-E"));
    }

    @Test
    void aLongListIsReadToItsEnd() {
        for (int i = 0; i < 230; i++) {
            cloud.add("key", Hardware.hybrid("SN%03d".formatted(i), Rig.LONDON).withBattery(i == 229 ? 5000 : 0));
        }

        assertThat(devices("key")).extracting(DiscoveredDevice::externalId).containsExactly("SN229");
    }

    @Test
    void aHybridTakesEverything() {
        Capabilities capabilities = capabilities(Hardware.hybrid("SN1", Rig.LONDON));

        assertThat(capabilities.commands())
                .containsOnlyKeys(
                        Command.CHARGE,
                        Command.DISCHARGE,
                        Command.IDLE,
                        Command.AUTO_BALANCED,
                        Command.AUTO_RESERVE,
                        Command.AUTO_EXPORT);
        assertThat(capabilities.commands().values())
                .allSatisfy(command -> assertThat(command.execution()).containsExactly(Execution.values()));
        assertThat(capabilities.command(Command.CHARGE).orElseThrow().parameter(Parameter.TARGET))
                .contains(ParameterCapability.of(Unit.PERCENT, 10, 100));
        assertThat(capabilities.settings())
                .containsOnlyKeys(
                        Setting.SAFETY_RESERVE,
                        Setting.DISCHARGE_FLOOR,
                        Setting.CHARGE_CEILING,
                        Setting.EXPORT_LIMIT,
                        Setting.SCHEDULER_ENABLED);
        assertThat(capabilities.setting(Setting.EXPORT_LIMIT))
                .contains(new SettingCapability.Writable(
                        Unit.WATTS, BigDecimal.ZERO, Optional.of(BigDecimal.valueOf(30_000))));
    }

    /** The scheduler names more than the inverter is built for. */
    @Test
    void powerEndsWhereTheInverterDoes() {
        ParameterCapability power = capabilities(Hardware.hybrid("SN1", Rig.LONDON))
                .command(Command.DISCHARGE)
                .orElseThrow()
                .parameter(Parameter.POWER)
                .orElseThrow();

        assertThat(power).isEqualTo(new ParameterCapability(Unit.KW, new BigDecimal("0.1"), new BigDecimal("5")));
    }

    @Test
    void anEvoIsAskedForItsOwnScheduler() {
        Capabilities capabilities = capabilities(Hardware.evo("SN1", Rig.LONDON));

        assertThat(capabilities.commands()).hasSize(6);
        assertThat(capabilities.command(Command.DISCHARGE).orElseThrow().parameter(Parameter.TARGET))
                .contains(ParameterCapability.of(Unit.PERCENT, 5, 100));
        assertThat(capabilities.settings())
                .containsOnlyKeys(Setting.SAFETY_RESERVE, Setting.DISCHARGE_FLOOR, Setting.SCHEDULER_ENABLED);
        assertThat(cloud.received())
                .noneMatch(call -> call.route().contains("/v1/device/scheduler"))
                .anyMatch(call -> call.route().equals("POST /op/v2/device/scheduler/get"));
    }

    /** Its schedule goes down to 5 %, its settings do not: the vendor refuses what lies below 10. */
    @Test
    void theLevelsOfAnEvoAreOfferedAsFarAsTheyAreTaken() {
        Capabilities capabilities = capabilities(Hardware.evo("SN1", Rig.LONDON));

        for (Setting level : List.of(Setting.SAFETY_RESERVE, Setting.DISCHARGE_FLOOR)) {
            assertThat(capabilities.setting(level))
                    .contains(new SettingCapability.Writable(
                            Unit.PERCENT, BigDecimal.TEN, Optional.of(BigDecimal.valueOf(100))));
        }
    }

    /** Without an upper bound the sun would go on charging: that would be no idling. */
    @Test
    void olderFirmwareCannotIdle() {
        Capabilities capabilities =
                capabilities(Hardware.hybrid("SN1", Rig.LONDON).withoutMaxSoc());

        assertThat(capabilities.commands()).doesNotContainKey(Command.IDLE).containsKey(Command.CHARGE);
        assertThat(capabilities.settings()).doesNotContainKey(Setting.CHARGE_CEILING);
    }

    @Test
    void withoutASchedulerOnlyStrategiesAreTaken() {
        Capabilities capabilities =
                capabilities(Hardware.hybrid("SN1", Rig.LONDON).with(Hardware.Scheduler.NONE));

        assertThat(capabilities.commands())
                .containsOnlyKeys(Command.AUTO_BALANCED, Command.AUTO_RESERVE, Command.AUTO_EXPORT);
        assertThat(capabilities.settings()).doesNotContainKey(Setting.SCHEDULER_ENABLED);
    }

    /** Some series never answer the detail; the number is also what everybody gets when the cloud is busy. */
    @Test
    void anInverterWithoutDetailIsFoundWithoutCapacity() {
        cloud.add("key", Hardware.evo("SN1", Rig.LONDON));
        cloud.play("/device/detail", new Fault.Refuse(Errno.NO_DATA), 1);

        assertThat(devices("key")).hasSize(1);
    }

    @Test
    void aBusyCloudDoesNotMakeADeviceLessThanItIs() {
        cloud.add("key", Hardware.hybrid("SN1", Rig.LONDON));
        Account account = account("key");
        cloud.play("/scheduler/get", new Fault.Refuse(Errno.NO_DATA), 1);

        assertThat(connector.discover(account, Rig.NOON))
                .isEqualTo(new Discovery.Unavailable(FaultCode.SERVICE_UNAVAILABLE));
    }

    @Test
    void whatIsOfflineWhenItIsLinkedLearnsWhenItIsLinkedAgain() {
        cloud.add("key", Hardware.hybrid("SN1", Rig.LONDON)).fallSilent(Rig.NOON);
        DiscoveredDevice offline = devices("key").getFirst();
        assertThat(capabilities(offline.initialState()).commandPath()).isFalse();

        cloud.find("key", "SN1").orElseThrow().speak();
        ConnectorState learnt =
                connector.renewal(devices("key").getFirst(), Rig.NOON).from(offline.initialState());
        assertThat(capabilities(learnt).commands()).hasSize(6);

        ConnectorState kept = connector.renewal(offline, Rig.NOON).from(learnt);
        assertThat(capabilities(kept).commands()).hasSize(6);
    }

    @Test
    void anAccountWithoutItsKeyIsNotAsked() {
        assertThat(connector.discover(new Account("id", ""), Rig.NOON))
                .isEqualTo(new Discovery.Unavailable(FaultCode.INVALID_CREDENTIALS));
        assertThat(cloud.received()).isEmpty();
    }
}
