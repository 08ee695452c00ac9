package energy.amps.connector.sunspec;

import static energy.amps.connector.sunspec.House.instruction;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.Verdict;
import energy.amps.connector.sunspec.FaultyWire.Manner;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What devices and networks do to a call, and what becomes of it. */
class FaultsTest {
    private static final Instruction CHARGE = instruction(Command.CHARGE, Parameter.POWER, 2);
    private static final Duration HOUR = Duration.ofHours(1);

    private final SimulatedPlant plant = SimulatedPlant.hybrid();
    private final J2modServer server = new J2modServer(plant);
    private final FaultyWire wire = new FaultyWire(server.port());
    private final House house = new House();

    @BeforeEach
    void link() {
        house.link(wire.port());
    }

    @AfterEach
    void close() {
        wire.close();
        server.close();
    }

    private Verdict verdict() {
        return house.connector.verify(house.battery(), CHARGE, house.reading(Family.BATTERY));
    }

    private static void assertRejected(Outcome outcome, FaultCode code) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(rejected.code())
                .isEqualTo(code));
    }

    private static void assertUnknown(Outcome outcome, FaultCode code) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Unknown.class, unknown -> assertThat(unknown.code())
                .isEqualTo(code));
    }

    @Test
    void answerInPiecesIsAnAnswer() {
        wire.reads(Manner.PIECES);
        wire.writes(Manner.PIECES);
        assertThat(house.state().level().orElseThrow().percent()).isEqualTo(50);
        assertThat(house.open(CHARGE, HOUR)).isInstanceOf(Outcome.Accepted.class);
        assertThat(verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void slowAnswerIsAnAnswer() {
        wire.writes(Manner.SLOW);
        assertThat(house.open(CHARGE, HOUR)).isInstanceOf(Outcome.Accepted.class);
        assertThat(verdict()).isEqualTo(Verdict.HOLDS);
    }

    /** The device says yes and does nothing: nobody is told that it holds. */
    @Test
    void acceptedAndIgnoredIsSeenByReading() {
        wire.writes(Manner.SWALLOW);
        assertThat(house.open(CHARGE, HOUR)).isInstanceOf(Outcome.Accepted.class);
        assertThat(plant.writes()).isEmpty();
        assertThat(verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(house.reading(Family.BATTERY).standing()).contains(instruction(Command.AUTO_BALANCED));
    }

    /** All writes get there; the answer to the last is lost. */
    @ParameterizedTest
    @CsvSource({"DO_AND_HANG, TIMEOUT", "DO_AND_BREAK, NETWORK_ERROR", "STRANGE, UNKNOWN_ERROR"})
    void doneWithoutAnAnswerIsUnknownAndHolds(Manner manner, FaultCode code) {
        wire.writes(manner, 3);
        assertUnknown(house.open(CHARGE, HOUR), code);
        wire.writes(Manner.PASS);
        assertThat(verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(plant.writes()).as("nothing was sent twice").hasSize(4);
    }

    /** The first write is lost. */
    @ParameterizedTest
    @CsvSource({"HANG, TIMEOUT", "NOISE, UNKNOWN_ERROR"})
    void notDoneWithoutAnAnswerIsUnknownAndDoesNotHold(Manner manner, FaultCode code) {
        wire.writes(manner);
        assertUnknown(house.open(CHARGE, HOUR), code);
        wire.writes(Manner.PASS);
        assertThat(verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(house.open(CHARGE, HOUR)).isInstanceOf(Outcome.Accepted.class);
        assertThat(verdict()).isEqualTo(Verdict.HOLDS);
    }

    @ParameterizedTest
    @CsvSource({
        "1, UNKNOWN_ERROR",
        "2, UNKNOWN_ERROR",
        "3, UNKNOWN_ERROR",
        "6, SERVICE_UNAVAILABLE",
        "10, DEVICE_OFFLINE"
    })
    void refusalIsARejectionAndNothingHasChanged(int exception, FaultCode code) {
        String before = plant.dump();
        wire.refusesWith(exception);
        wire.writes(Manner.REFUSE);
        assertRejected(house.open(CHARGE, HOUR), code);
        assertThat(plant.dump()).isEqualTo(before);
    }

    /** Such codes do not say that nothing was done. */
    @ParameterizedTest
    @CsvSource({"4", "5", "11"})
    void failureOfTheDeviceIsUnknown(int exception) {
        wire.refusesWith(exception);
        wire.writes(Manner.REFUSE);
        assertUnknown(house.open(CHARGE, HOUR), FaultCode.SERVICE_UNAVAILABLE);
    }

    /** The device refuses the last write, and takes back those before it. */
    @Test
    void refusalInTheMiddleIsTakenBack() {
        String before = plant.dump();
        plant.refuse(plant.at(124, 3));
        assertRejected(house.open(CHARGE, HOUR), FaultCode.UNKNOWN_ERROR);
        assertThat(plant.dump()).isEqualTo(before);
        assertThat(plant.writes()).hasSizeGreaterThan(3);
    }

    /** And when it does not take them back, nobody says that nothing has changed. */
    @Test
    void refusalThatCannotBeTakenBackIsUnknown() {
        wire.writes(Manner.REFUSE, 2);
        assertUnknown(house.open(CHARGE, HOUR), FaultCode.SERVICE_UNAVAILABLE);
    }

    @Test
    void deviceThatIsOffIsToldNothing() {
        server.close();
        wire.close();
        assertRejected(house.open(CHARGE, HOUR), FaultCode.NETWORK_ERROR);
        assertThat(unreadable()).isEqualTo(FaultCode.NETWORK_ERROR);
        assertThat(plant.writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HANG, TIMEOUT",
        "DRIP, TIMEOUT",
        "NOISE, UNKNOWN_ERROR",
        "STRANGE, UNKNOWN_ERROR",
        "DO_AND_BREAK, NETWORK_ERROR",
        "REFUSE, UNKNOWN_ERROR"
    })
    void readThatFailsSaysHow(Manner manner, FaultCode code) {
        wire.reads(manner);
        assertThat(unreadable()).isEqualTo(code);
        Outcome outcome = house.open(CHARGE, HOUR);
        if (manner == Manner.REFUSE) {
            assertRejected(outcome, code);
        } else {
            assertUnknown(outcome, code);
        }
        assertThat(plant.writes())
                .as("nothing is written without having been looked at")
                .isEmpty();
    }

    private FaultCode unreadable() {
        ReadOutcome outcome = house.connector.read(house.battery());
        assertThat(outcome).isInstanceOf(ReadOutcome.Unreadable.class);
        return ((ReadOutcome.Unreadable) outcome).code();
    }

    @Test
    void linkingTellsNoiseFromSilence() {
        wire.reads(Manner.HANG);
        assertThat(house.authenticate(House.address(wire.port())))
                .isEqualTo(new LinkOutcome.Unavailable(FaultCode.TIMEOUT));
        wire.reads(Manner.NOISE);
        assertThat(house.authenticate(House.address(wire.port()))).isInstanceOf(LinkOutcome.Rejected.class);
    }

    @Test
    void settingThatIsNotAnsweredIsUnknownAndOneThatIsRefusedIsNot() {
        Map<Setting, Quantity> reserve = Map.of(Setting.SAFETY_RESERVE, Quantity.of(20, Unit.PERCENT));
        wire.writes(Manner.DO_AND_HANG);
        assertThat(house.connector.configure(house.battery(), reserve))
                .isInstanceOfSatisfying(SettingsOutcome.Partial.class, partial -> assertThat(partial.unknown())
                        .containsExactly(Setting.SAFETY_RESERVE));
        wire.writes(Manner.REFUSE);
        assertThat(house.connector.configure(house.battery(), reserve)).isInstanceOf(SettingsOutcome.Refused.class);
    }

    /** Many callers, one socket. */
    @Test
    void hostHasOneConnectionAtATime() throws Exception {
        List<Callable<ReadOutcome>> readers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Family family = i % 2 == 0 ? Family.BATTERY : Family.SOLAR_INVERTER;
            readers.add(() -> house.connector.read(house.device(family)));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<ReadOutcome> read : threads.invokeAll(readers)) {
                assertThat(read.get()).isInstanceOf(ReadOutcome.Reading.class);
            }
        }
        List<Integer> talks = new ArrayList<>();
        for (Integer asker : wire.askers()) {
            if (talks.isEmpty() || !talks.getLast().equals(asker)) {
                talks.add(asker);
            }
        }
        assertThat(talks).as("none begins before another is over").doesNotHaveDuplicates();
    }

    /** More callers than may wait are told so, and at once. */
    @Test
    void lineThatIsTooLongIsRefused() throws Exception {
        wire.reads(Manner.HANG);
        List<Callable<ReadOutcome>> readers = new ArrayList<>();
        for (int i = 0; i < Lines.WAITING_MOST + 5; i++) {
            readers.add(() -> house.connector.read(house.battery()));
        }
        List<FaultCode> codes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<ReadOutcome> read : threads.invokeAll(readers)) {
                codes.add(((ReadOutcome.Unreadable) read.get()).code());
            }
        }
        assertThat(codes)
                .contains(FaultCode.TIMEOUT, FaultCode.SERVICE_UNAVAILABLE)
                .doesNotContain(FaultCode.NETWORK_ERROR);
        wire.reads(Manner.PASS);
        assertThat(house.state().level()).as("and the line is free again").isPresent();
    }
}
