package energy.amps.connector.sunspec;

import static energy.amps.connector.sunspec.House.instruction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import energy.amps.command.Command;
import energy.amps.command.Execution;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Account;
import energy.amps.connector.Attempt;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.LinkFault;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.NativeCall;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import energy.amps.device.BatteryStatus;
import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import energy.amps.device.Power;
import energy.amps.device.SettingValue;
import energy.amps.device.SolarInverterState;
import energy.amps.device.SolarInverterStatus;
import energy.amps.fault.FaultCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device behind a Modbus server that is not ours: found, read, told and let go. */
class SunSpecConnectorTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final House house = new House();
    private SimulatedPlant plant = SimulatedPlant.hybrid();
    private J2modServer server = new J2modServer(plant);

    @AfterEach
    void close() {
        server.close();
    }

    private void serve(SimulatedPlant other) {
        server.close();
        plant = other;
        server = new J2modServer(other);
    }

    private Verdict verdict(Instruction instruction) {
        return house.connector.verify(house.battery(), instruction, house.reading(Family.BATTERY));
    }

    private void pass(Duration time) {
        house.pass(time);
        plant.pass(time);
    }

    private Outcome renew(Instruction instruction, Instant until) {
        return house.tell(Attempt.Purpose.RENEWAL, instruction, Optional.of(until));
    }

    @Test
    void oneInstallationIsAnInverterAndABattery() {
        Account account = house.link(server.port());
        assertThat(account.externalId()).isEqualTo("Ohm/SN-0815/1");
        assertThat(account.note()).isEqualTo(House.address(server.port()));
        assertThat(house.discover(account))
                .extracting(DiscoveredDevice::externalId, DiscoveredDevice::model, DiscoveredDevice::family)
                .containsExactly(
                        tuple("inverter", "Ohm Hybrid 10", Family.SOLAR_INVERTER),
                        tuple("battery", "Ohm Hybrid 10", Family.BATTERY));
    }

    @ParameterizedTest
    @ValueSource(ints = {40_000, 0, 50_000})
    void markerIsFoundWhereverItMayStand(int base) {
        serve(new SimulatedPlant(base, 1, 101));
        Account account = house.link(server.port());
        assertThat(house.discover(account)).extracting(DiscoveredDevice::family).containsExactly(Family.SOLAR_INVERTER);
    }

    @Test
    void deviceThatSpeaksNoSunSpecIsNotLinked() {
        serve(new SimulatedPlant(30_000, 1, 103));
        assertThat(house.authenticate(House.address(server.port())))
                .isEqualTo(new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS));
        assertThat(house.authenticate("modbus-tcp://10.0.0.1:502/1"))
                .as("an address that is not allowed is told apart in no way")
                .isEqualTo(new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS));
        assertThat(house.authenticate("secret")).isEqualTo(new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS));
    }

    @Test
    void nobodyAtAnAllowedAddressIsNoAnswer() {
        int port = server.port();
        server.close();
        assertThat(house.authenticate(House.address(port)))
                .isEqualTo(new LinkOutcome.Unavailable(FaultCode.NETWORK_ERROR));
    }

    @Test
    void batteryIsRead() {
        house.link(server.port());
        BatteryState state = house.state();
        assertThat(state.status()).contains(BatteryStatus.DISCHARGING);
        assertThat(state.capacity().orElseThrow().kilowattHours()).isEqualTo(10);
        assertThat(state.level().orElseThrow().percent()).isEqualTo(50);
        assertThat(state.chargeRate().orElseThrow().kilowatts()).isEqualTo(-0.8);
        assertThat(state.dischargeLimit().orElseThrow().percent()).isEqualTo(10);
        assertThat(state.currentMode()).contains(Command.AUTO_BALANCED);
        assertThat(house.reading(Family.BATTERY).settings())
                .isEqualTo(Map.of(Setting.SAFETY_RESERVE, new SettingValue.Numeric(new BigDecimal("10.00"))));
    }

    @Test
    void inverterOfAHybridShowsWhatItsModulesGive() {
        house.link(server.port());
        SolarInverterState state =
                (SolarInverterState) house.reading(Family.SOLAR_INVERTER).state();
        assertThat(state.status()).contains(SolarInverterStatus.PRODUCING);
        assertThat(state.power().orElseThrow().kilowatts()).isEqualTo(3);
        assertThat(state.producing()).contains(true);
        assertThat(state.energyTotal().orElseThrow().kilowattHours()).isEqualTo(1000);
        plant.sun(0);
        assertThat(((SolarInverterState) house.reading(Family.SOLAR_INVERTER).state()).status())
                .as("the battery serves the home by night")
                .contains(SolarInverterStatus.IDLE);
    }

    /** Where the inputs do not say, what the battery takes is added to what is given; and its model has no sign of its own. */
    @Test
    void modelsThatAreMissingAreMadeUpFor() {
        serve(new SimulatedPlant(40_000, 1, 103, 124, 802));
        plant.home(1000);
        house.link(server.port());
        assertThat(house.state().chargeRate().orElseThrow().kilowatts()).isEqualTo(1);
        assertThat(((SolarInverterState) house.reading(Family.SOLAR_INVERTER).state())
                        .power()
                        .orElseThrow()
                        .kilowatts())
                .isEqualTo(3);
    }

    @Test
    void deviceWithoutStorageControlsIsReadOnly() {
        serve(new SimulatedPlant(40_000, 1, 103, 120, 802));
        house.link(server.port());
        Capabilities capabilities = house.connector.capabilities(house.battery());
        assertThat(capabilities.commandPath()).isFalse();
        assertThat(capabilities.commands()).isEmpty();
        assertThat(capabilities.settings()).isEmpty();
        assertThat(house.state().level().orElseThrow().percent()).isEqualTo(50);
        assertThat(house.state().currentMode()).isEmpty();
    }

    @Test
    void storageControlsWithoutABatteryAreNoBattery() {
        plant.turn(124, 0, 0xFFFF);
        assertThat(house.discover(house.link(server.port())))
                .as("the battery's own model says that there is one")
                .hasSize(2);
        serve(new SimulatedPlant(40_000, 1, 103, 124));
        plant.turn(124, 0, 0);
        assertThat(house.discover(house.link(server.port())))
                .extracting(DiscoveredDevice::family)
                .containsExactly(Family.SOLAR_INVERTER);
    }

    @Test
    void capabilitiesAreTheDevices() {
        house.link(server.port());
        Capabilities all = house.connector.capabilities(house.battery());
        assertThat(all.commands().keySet())
                .containsExactly(
                        Command.CHARGE, Command.DISCHARGE, Command.IDLE, Command.AUTO_BALANCED, Command.AUTO_RESERVE);
        assertThat(all.commands()
                        .get(Command.CHARGE)
                        .parameters()
                        .get(Parameter.POWER)
                        .max())
                .isEqualByComparingTo("5");
        assertThat(all.commands()
                        .get(Command.DISCHARGE)
                        .parameters()
                        .get(Parameter.POWER)
                        .max())
                .isEqualByComparingTo("4");
        assertThat(all.commands().get(Command.IDLE).execution()).containsExactlyInAnyOrder(Execution.values());
        assertThat(all.settings().keySet()).containsExactly(Setting.SAFETY_RESERVE);

        plant.turn(124, 5, 0xFFFF);
        plant.turn(124, 20, 0x8000);
        plant.turn(802, 54, 0x8000);
        house.link(server.port());
        Capabilities less = house.connector.capabilities(house.battery());
        assertThat(less.settings()).isEmpty();
        assertThat(less.commands()).doesNotContainKey(Command.AUTO_RESERVE);
        assertThat(less.commands().get(Command.CHARGE).parameters().keySet()).containsExactly(Parameter.POWER);
    }

    @Test
    void chargeWindowOpensHoldsItsCapAndIsGivenBack() {
        house.link(server.port());
        Instruction charge = instruction(Command.CHARGE, Parameter.POWER, 2);
        assertThat(house.open(charge, HOUR)).isInstanceOf(Outcome.Accepted.class);
        assertThat(plant.signed(124, 3)).isEqualTo(3);
        assertThat(plant.signed(124, 13)).isEqualTo(3600);
        assertThat(plant.signed(124, 15)).as("the grid may charge").isEqualTo(1);
        assertThat(plant.power()).isEqualTo(2000);
        assertThat(house.reading(Family.BATTERY).standing()).contains(charge);
        assertThat(verdict(charge)).isEqualTo(Verdict.HOLDS);

        pass(Duration.ofMinutes(30));
        assertThat(plant.level()).isCloseTo(60, within(0.1));
        assertThat(house.give(Command.AUTO_BALANCED)).isInstanceOf(Outcome.Accepted.class);
        assertThat(plant.signed(124, 3)).isZero();
        assertThat(plant.signed(124, 15)).as("as the owner had it").isZero();
        assertThat(plant.signed(124, 13)).isZero();
        assertThat(plant.power()).isEqualTo(-800);
        assertThat(verdict(Instruction.of(Command.AUTO_BALANCED))).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void dischargeWindowStopsAtItsTargetAndGivesTheReserveBack() {
        house.link(server.port());
        Instruction discharge = instruction(Command.DISCHARGE, Parameter.TARGET, 40);
        house.open(discharge, Duration.ofHours(3));
        assertThat(plant.power()).isEqualTo(-4000);
        assertThat(plant.signed(124, 5))
                .as("the device itself keeps the target")
                .isEqualTo(4000);
        assertThat(house.state().dischargeLimit().orElseThrow().percent())
                .as("the owner's reserve, which is not the window's")
                .isEqualTo(10);
        pass(Duration.ofHours(1));
        assertThat(plant.level()).isCloseTo(40, within(0.1));
        assertThat(verdict(discharge)).as("it rests at its target").isEqualTo(Verdict.HOLDS);
        renew(discharge, house.now().plus(HOUR));
        assertThat(house.state().currentMode()).contains(Command.DISCHARGE);
        assertThat(house.state().status()).contains(BatteryStatus.IDLE);

        house.give(Command.AUTO_BALANCED);
        assertThat(plant.signed(124, 5)).isEqualTo(1000);
        assertThat(plant.power()).isEqualTo(-800);
    }

    @Test
    void targetOfAChargeIsHeldFromTheNextRenewalOn() {
        house.link(server.port());
        Instruction charge = instruction(Command.CHARGE, Parameter.TARGET, 60);
        Instant end = house.now().plus(Duration.ofHours(5));
        house.open(charge, Duration.ofHours(5));
        int minutes = 0;
        while (plant.power() > 0 && minutes++ < 60) {
            pass(SunSpecConnector.RENEWAL);
            assertThat(renew(charge, end)).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(plant.level()).isBetween(59.9, 61.0);
        assertThat(house.state().currentMode()).contains(Command.CHARGE);
        assertThat(house.state().status()).contains(BatteryStatus.IDLE);
        assertThat(house.state().chargeRate().orElseThrow().kilowatts()).isZero();
        assertThat(verdict(charge)).isEqualTo(Verdict.HOLDS);

        plant.level(59);
        renew(charge, end);
        assertThat(plant.power()).as("cells settle").isZero();
        plant.level(57);
        renew(charge, end);
        assertThat(plant.power()).as("and this is more").isPositive();
    }

    @Test
    void idleTakesNothingAndGivesNothing() {
        house.link(server.port());
        house.open(instruction(Command.IDLE), HOUR);
        assertThat(plant.power()).isZero();
        plant.home(2000);
        assertThat(plant.power()).as("nor what the sun leaves over").isZero();
        assertThat(verdict(instruction(Command.IDLE))).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void reserveKeepsAllUntilItIsLetGo() {
        house.link(server.port());
        house.tell(Attempt.Purpose.APPLY, instruction(Command.AUTO_RESERVE), Optional.empty());
        assertThat(plant.signed(124, 5)).isEqualTo(10_000);
        assertThat(plant.power()).as("nothing goes out").isZero();
        assertThat(house.state().currentMode()).contains(Command.AUTO_RESERVE);
        assertThat(house.state().dischargeLimit().orElseThrow().percent()).isEqualTo(10);
        assertThat(verdict(instruction(Command.AUTO_RESERVE))).isEqualTo(Verdict.HOLDS);
        assertThat(verdict(instruction(Command.AUTO_BALANCED))).isEqualTo(Verdict.DOES_NOT_HOLD);
        house.give(Command.AUTO_BALANCED);
        assertThat(plant.signed(124, 5)).isEqualTo(1000);
    }

    /** The platform is gone; the device is not. */
    @Test
    void deviceGoesBackByItselfAtTheEndOfTheWindow() {
        house.link(server.port());
        house.open(instruction(Command.CHARGE), Duration.ofMinutes(20));
        pass(Duration.ofMinutes(19));
        assertThat(plant.power()).isPositive();
        pass(Duration.ofMinutes(1));
        assertThat(plant.power()).isEqualTo(-800);
        assertThat(house.state().currentMode()).contains(Command.AUTO_BALANCED);
        assertThat(verdict(instruction(Command.CHARGE))).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(house.give(Command.AUTO_BALANCED)).isInstanceOf(Outcome.Accepted.class);
        assertThat(plant.signed(124, 15)).isZero();
    }

    @Test
    void windowLongerThanTheTimerIsKeptAlive() {
        house.link(server.port());
        Instant end = house.now().plus(Duration.ofHours(24));
        house.open(instruction(Command.IDLE), Duration.ofHours(24));
        assertThat(plant.get(plant.at(124, 13))).isEqualTo(65_534);
        pass(Duration.ofHours(18));
        renew(instruction(Command.IDLE), end);
        assertThat(plant.get(plant.at(124, 13))).isEqualTo(6 * 3600);
        pass(Duration.ofHours(6).minusSeconds(1));
        assertThat(plant.power()).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(plant.power()).isEqualTo(-800);
    }

    /** Whoever set the timer for something else must not end this. */
    @Test
    void commandWithoutEndDisarmsTheTimer() {
        plant.turn(124, 13, 900);
        house.link(server.port());
        house.tell(Attempt.Purpose.APPLY, instruction(Command.IDLE), Optional.empty());
        assertThat(plant.signed(124, 13)).isZero();
        pass(HOUR);
        assertThat(plant.power()).isZero();
    }

    @Test
    void deviceThatRestartedIsToldAgain() {
        house.link(server.port());
        Instruction charge = instruction(Command.CHARGE, Parameter.POWER, 2);
        Instant end = house.now().plus(HOUR);
        house.open(charge, HOUR);
        plant.restart();
        assertThat(verdict(charge)).isEqualTo(Verdict.DOES_NOT_HOLD);
        pass(SunSpecConnector.RENEWAL);
        assertThat(renew(charge, end)).isInstanceOf(Outcome.Accepted.class);
        assertThat(plant.power()).isEqualTo(2000);
        assertThat(plant.signed(124, 13)).isEqualTo(3540);
        assertThat(house.connector.renewal(house.battery(), charge)).contains(SunSpecConnector.RENEWAL);
        assertThat(house.connector.renewal(house.battery(), instruction(Command.AUTO_BALANCED)))
                .isEmpty();
    }

    @Test
    void anotherControllerIsSeenAndLeftAlone() {
        house.link(server.port());
        Instruction charge = instruction(Command.CHARGE, Parameter.POWER, 2);
        house.open(charge, HOUR);
        plant.written(plant.at(124, 10), 10_000, -5000 & 0xFFFF);
        plant.written(plant.at(124, 3), 1);
        assertThat(house.reading(Family.BATTERY).standing()).contains(instruction(Command.DISCHARGE));
        assertThat(verdict(charge)).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(house.connector.evidence(house.battery(), charge, house.reading(Family.BATTERY)))
                .extracting(evidence -> evidence.field() + ": " + evidence.expected() + ", " + evidence.observed())
                .containsExactly(
                        "currentMode: charge, discharge", "power: 2.0 kw, none", "chargeRate: not below 0, -2.0 kw");

        int before = plant.writes().size();
        assertThat(renew(charge, house.now().plus(HOUR)))
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(rejected.code())
                        .isEqualTo(FaultCode.SCHEDULER_ACTIVE));
        assertThat(plant.writes()).hasSize(before);
    }

    /** The outcome of the opening was lost with its node: the reserve that was raised is given back all the same. */
    @Test
    void whatADeadNodeDidNotRememberIsFoundOut() {
        house.link(server.port());
        Instruction discharge = instruction(Command.DISCHARGE, Parameter.RESERVE, 30);
        ConnectorState before = house.battery().state();
        house.send(Attempt.Purpose.APPLY, discharge, Optional.of(house.now().plus(HOUR)));
        house.remember(before);
        assertThat(plant.signed(124, 5)).isEqualTo(3000);
        pass(SunSpecConnector.RENEWAL);
        renew(discharge, house.now().plus(HOUR));
        house.give(Command.AUTO_BALANCED);
        assertThat(plant.signed(124, 5)).isEqualTo(1000);
    }

    /** Registers say a charge; that its target and power were told is not needed to see that it holds. */
    @Test
    void commandIsRecognisedWithoutBeingRemembered() {
        house.link(server.port());
        Instruction charge = instruction(Command.CHARGE, Parameter.TARGET, 80, Parameter.POWER, 2);
        house.send(Attempt.Purpose.APPLY, charge, Optional.of(house.now().plus(HOUR)));
        assertThat(verdict(charge)).isEqualTo(Verdict.HOLDS);
        assertThat(verdict(instruction(Command.CHARGE, Parameter.POWER, 3))).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(verdict(instruction(Command.CHARGE))).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(verdict(instruction(Command.IDLE))).isEqualTo(Verdict.DOES_NOT_HOLD);
    }

    @Test
    void whatTheOwnerTurnsMeanwhileIsTheOwners() {
        house.link(server.port());
        plant.turn(124, 5, 2500);
        plant.turn(124, 3, 1);
        plant.turn(124, 11, 6000);
        house.open(instruction(Command.DISCHARGE, Parameter.TARGET, 30), HOUR);
        assertThat(plant.signed(124, 5)).isEqualTo(3000);
        house.give(Command.AUTO_BALANCED);
        assertThat(plant.signed(124, 5)).isEqualTo(2500);
        assertThat(plant.signed(124, 3)).isEqualTo(1);
        assertThat(plant.signed(124, 11)).isEqualTo(6000);
    }

    /** The registers are right, and the power runs the wrong way. */
    @Test
    void powerMaySpeakAgainstTheRegisters() {
        house.link(server.port());
        house.open(instruction(Command.CHARGE), HOUR);
        ReadOutcome.Reading reading = house.reading(Family.BATTERY);
        BatteryState state = (BatteryState) reading.state();
        ReadOutcome.Reading wrong = new ReadOutcome.Reading(
                reading.observedAt(),
                new BatteryState(
                        Optional.of(BatteryStatus.DISCHARGING),
                        state.capacity(),
                        state.level(),
                        Optional.of(new Power(-2)),
                        state.dischargeLimit(),
                        state.currentMode()),
                reading.settings(),
                reading.standing());
        assertThat(house.connector.verify(house.battery(), instruction(Command.CHARGE), wrong))
                .isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(house.connector.verify(house.battery(), instruction(Command.CHARGE), reading))
                .isEqualTo(Verdict.HOLDS);
    }

    @Test
    void safetyReserveIsWrittenAndOutlivesAWindow() {
        house.link(server.port());
        house.open(instruction(Command.DISCHARGE, Parameter.RESERVE, 30), HOUR);
        SettingsOutcome outcome = house.connector.configure(
                house.battery(), Map.of(Setting.SAFETY_RESERVE, Quantity.of(20, Unit.PERCENT)));
        assertThat(outcome).isInstanceOf(SettingsOutcome.Written.class);
        house.remember(((SettingsOutcome.Written) outcome)
                .change()
                .from(house.battery().state()));
        assertThat(plant.signed(124, 5)).as("the window keeps more").isEqualTo(3000);
        assertThat(house.state().dischargeLimit().orElseThrow().percent()).isEqualTo(20);
        house.give(Command.AUTO_BALANCED);
        assertThat(plant.signed(124, 5)).isEqualTo(2000);
    }

    @Test
    void planNamesTheWritesAndMakesNone() {
        house.link(server.port());
        List<NativeCall> plan = house.connector.plan(house.battery(), instruction(Command.CHARGE));
        int rates = plant.at(124, 10);
        int mode = plant.at(124, 3);
        assertThat(plan)
                .contains(
                        new NativeCall("Modbus function 16, register " + rates, "OutWRte=-10000, InWRte=10000"),
                        new NativeCall("Modbus function 16, register " + mode, "StorCtl_Mod=2"));
        assertThat(plant.writes()).isEmpty();
    }

    /** All that goes out is in it: the look that comes first, and what the command before has left to be put back. */
    @Test
    void planHidesNoCall() {
        try (FaultyWire wire = new FaultyWire(server.port())) {
            house.link(wire.port());
            for (Instruction instruction : List.of(instruction(Command.CHARGE), instruction(Command.AUTO_BALANCED))) {
                List<NativeCall> plan = house.connector.plan(house.battery(), instruction);
                int before = wire.askers().size();
                house.open(instruction, HOUR);
                assertThat(wire.askers().size() - before).isEqualTo(plan.size());
            }
            assertThat(house.connector.plan(house.battery(), instruction(Command.IDLE)))
                    .startsWith(new NativeCall(
                            "Modbus function 3, register " + (plant.at(124, 0) - 2), "26 registers of model 124"));
        }
    }

    /** Firmware was updated: the same device, its models elsewhere. */
    @Test
    void modelsThatMovedAreFoundAgain() {
        house.link(server.port());
        SimulatedPlant updated = new SimulatedPlant(40_000, 1, 103, 120, 122, 160, 802, 124);
        int port = server.port();
        server.close();
        plant = updated;
        server = new J2modServer(updated);
        house.remember(at(server.port()));
        assertThat(server.port()).isNotEqualTo(port);
        assertThat(house.state().level().orElseThrow().percent()).isEqualTo(50);
        assertThat(house.open(instruction(Command.CHARGE), HOUR)).isInstanceOf(Outcome.Accepted.class);
        assertThat(plant.signed(124, 10)).isEqualTo(-10_000);
        assertThat(Memory.of(house.battery().state())
                        .layout()
                        .find(124)
                        .orElseThrow()
                        .address())
                .isEqualTo(plant.at(124, 0) - 2);
    }

    private ConnectorState at(int port) {
        Memory known = Memory.of(house.battery().state());
        return new Memory(
                        Address.of(House.address(port)).orElseThrow(),
                        known.layout(),
                        known.ratings(),
                        known.owner(),
                        known.lent(),
                        known.told(),
                        known.holding())
                .state();
    }

    /** It got another address from its router: linked again it is the same account, and what is owed stays owed. */
    @Test
    void deviceAtAnotherAddressIsTheSame() {
        Account first = house.link(server.port());
        house.open(instruction(Command.DISCHARGE, Parameter.RESERVE, 30), HOUR);
        server.close();
        server = new J2modServer(plant);
        LinkOutcome again = house.authenticate(House.address(server.port()));
        assertThat(again).isInstanceOfSatisfying(LinkOutcome.Authenticated.class, opened -> {
            assertThat(opened.account().externalId()).isEqualTo(first.externalId());
            DiscoveredDevice battery = house.discover(opened.account()).getLast();
            house.remember(house.connector
                    .renewal(battery, house.now())
                    .from(house.battery().state()));
        });
        house.give(Command.AUTO_BALANCED);
        assertThat(plant.signed(124, 5)).isEqualTo(1000);
    }
}
