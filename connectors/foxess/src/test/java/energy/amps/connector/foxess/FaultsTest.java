package energy.amps.connector.foxess;

import static energy.amps.connector.foxess.Rig.charge;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Verdict;
import energy.amps.fault.FaultCode;
import energy.amps.standin.foxess.Errno;
import energy.amps.standin.foxess.Fault;
import energy.amps.standin.foxess.Received;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong, and that what is said of it is true. */
class FaultsTest {
    private static final String WRITE = "/scheduler/enable";
    private static final String LOOK = "/scheduler/get";

    private final Rig rig = Rig.impatient();

    @AfterEach
    void close() {
        rig.close();
    }

    private static void isRejected(Outcome outcome, FaultCode code) {
        assertThat(outcome).isEqualTo(new Outcome.Rejected(code, Sentences.of(code)));
    }

    private static void isUnknown(Outcome outcome, FaultCode code) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Unknown.class, unknown -> assertThat(unknown.code())
                .isEqualTo(code));
    }

    /** The vendor says yes, and the inverter does nothing: the next reading tells. */
    @Test
    void acceptedAndIgnored() {
        rig.cloud.play(WRITE, new Fault.Ignore(), 1);
        rig.cloud.play("/set/flag", new Fault.Ignore(), 1);

        assertThat(rig.apply(charge(80))).isInstanceOf(Outcome.Accepted.class);
        assertThat(rig.verdict(charge(80))).isEqualTo(Verdict.DOES_NOT_HOLD);
    }

    @Test
    void appliedAndNotAnswered() {
        rig.apply(Instruction.of(Command.IDLE));
        rig.cloud.play(WRITE, new Fault.ApplyThenHang(), 1);

        isUnknown(rig.apply(charge(80)), FaultCode.TIMEOUT);
        assertThat(rig.verdict(charge(80))).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void appliedAndCutOff() {
        rig.apply(Instruction.of(Command.IDLE));
        rig.cloud.play(WRITE, new Fault.ApplyThenReset(), 1);

        isUnknown(rig.apply(charge(80)), FaultCode.NETWORK_ERROR);
        assertThat(rig.verdict(charge(80))).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void notAppliedAndNotAnswered() {
        rig.cloud.play(WRITE, new Fault.Hang(), 1);

        isUnknown(rig.apply(charge(80)), FaultCode.TIMEOUT);
        assertThat(rig.verdict(charge(80))).isEqualTo(Verdict.DOES_NOT_HOLD);
    }

    @Test
    void cutOff() {
        rig.cloud.play(WRITE, new Fault.Reset(), 1);

        isUnknown(rig.apply(charge(80)), FaultCode.NETWORK_ERROR);
        assertThat(rig.cloud.received().stream().filter(Received::isWrite)).hasSize(1);
    }

    @Test
    void garbage() {
        rig.cloud.play(WRITE, new Fault.Garbage(), 1);
        isUnknown(rig.apply(charge(80)), FaultCode.UNKNOWN_ERROR);

        rig.cloud.play("/real/query", new Fault.Garbage(), 1);
        assertThat(rig.unreadable().code()).isEqualTo(FaultCode.UNKNOWN_ERROR);
    }

    /** Slow, and within the limit: an answer like any other. */
    @Test
    void slow() {
        rig.cloud.play(WRITE, new Fault.Slow(Duration.ofMillis(200)), 1);

        assertThat(rig.apply(charge(80))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void theGatewayDown() {
        rig.cloud.play(WRITE, new Fault.Http(503), 1);
        isUnknown(rig.apply(charge(80)), FaultCode.SERVICE_UNAVAILABLE);

        rig.cloud.play("/real/query", new Fault.Http(502), 1);
        assertThat(rig.unreadable().code()).isEqualTo(FaultCode.SERVICE_UNAVAILABLE);
    }

    @Test
    void theGatewayThrottles() {
        rig.cloud.play(WRITE, new Fault.Http(429), 1);

        isRejected(rig.apply(charge(80)), FaultCode.RATE_LIMITED);
    }

    @Test
    void nobodyThere() {
        rig.cloud.close();

        isRejected(rig.apply(charge(80)), FaultCode.NETWORK_ERROR);
        assertThat(rig.unreadable().code()).isEqualTo(FaultCode.NETWORK_ERROR);
    }

    @Test
    void keyExpired() {
        rig.cloud.expire(Rig.KEY);

        isRejected(rig.apply(charge(80)), FaultCode.INVALID_CREDENTIALS);
        assertThat(rig.unreadable().code()).isEqualTo(FaultCode.INVALID_CREDENTIALS);
    }

    @Test
    void keyExpiredBetweenLookAndWrite() {
        rig.cloud.play(WRITE, new Fault.Refuse(Errno.EXPIRED_KEY), 1);

        isRejected(rig.apply(charge(80)), FaultCode.INVALID_CREDENTIALS);
    }

    @Test
    void quotaGone() {
        rig.cloud.play(LOOK, new Fault.Refuse(Errno.QUOTA_GONE), 1);
        isRejected(rig.apply(charge(80)), FaultCode.RATE_LIMITED);

        rig.cloud.play("/real/query", new Fault.Refuse(Errno.QUOTA_GONE), 1);
        assertThat(rig.unreadable().code()).isEqualTo(FaultCode.RATE_LIMITED);
    }

    @Test
    void offline() {
        rig.inverter.fallSilent(Rig.NOON);

        isRejected(rig.apply(charge(80)), FaultCode.DEVICE_OFFLINE);
    }

    @Test
    void offlineWhileItIsWritten() {
        rig.cloud.play(WRITE, new Fault.Refuse(Errno.OPERATION_TIMEOUT), 1);

        isUnknown(rig.apply(charge(80)), FaultCode.TIMEOUT);
    }

    /** A look that fails changes nothing, however it fails. */
    @ParameterizedTest
    @ValueSource(ints = {Errno.NO_DATA, Errno.OPERATION_TIMEOUT, Errno.UNREACHABLE, Errno.WRITE_FAILED, 77_777})
    void aLookThatFailsIsARejection(int errno) {
        rig.cloud.play(LOOK, new Fault.Refuse(errno), 1);

        assertThat(rig.apply(charge(80))).isInstanceOf(Outcome.Rejected.class);
        assertThat(rig.writes()).isEmpty();
    }

    /** One of several writes went through: the inverter is not what it was, whatever the next number says. */
    @ParameterizedTest
    @ValueSource(ints = {Errno.BAD_PARAMETER, Errno.TOO_FREQUENT, Errno.QUOTA_GONE, Errno.WRITE_FAILED})
    void halfAWriteIsUnknown(int errno) {
        rig.cloud.play("/set/flag", new Fault.Refuse(errno), 1);
        assertThat(rig.apply(charge(80))).isInstanceOf(Outcome.Unknown.class);

        rig.cloud.behave();
        rig.cloud.play("/setting/set", new Fault.Refuse(errno), 1);
        assertThat(rig.apply(Instruction.of(Command.AUTO_RESERVE))).isInstanceOf(Outcome.Unknown.class);
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of(Errno.BAD_HEADERS, FaultCode.UNKNOWN_ERROR, true),
                Arguments.of(Errno.BAD_PARAMETER, FaultCode.UNKNOWN_ERROR, true),
                Arguments.of(Errno.TOO_FREQUENT, FaultCode.RATE_LIMITED, true),
                Arguments.of(Errno.QUOTA_GONE, FaultCode.RATE_LIMITED, true),
                Arguments.of(Errno.NO_DATA, FaultCode.SERVICE_UNAVAILABLE, false),
                Arguments.of(41201, FaultCode.SERVICE_UNAVAILABLE, false),
                Arguments.of(41202, FaultCode.SERVICE_UNAVAILABLE, false),
                Arguments.of(Errno.OPERATION_TIMEOUT, FaultCode.TIMEOUT, false),
                Arguments.of(41807, FaultCode.INVALID_CREDENTIALS, true),
                Arguments.of(Errno.UNKNOWN_KEY, FaultCode.INVALID_CREDENTIALS, true),
                Arguments.of(Errno.EXPIRED_KEY, FaultCode.INVALID_CREDENTIALS, true),
                Arguments.of(Errno.NO_SUCH_DEVICE, FaultCode.DEVICE_OFFLINE, true),
                Arguments.of(Errno.UNREACHABLE, FaultCode.DEVICE_OFFLINE, false),
                Arguments.of(Errno.UNSUPPORTED, FaultCode.UNKNOWN_ERROR, true),
                Arguments.of(Errno.CLOSED, FaultCode.SCHEDULER_ACTIVE, true),
                Arguments.of(Errno.WRITE_FAILED, FaultCode.SERVICE_UNAVAILABLE, false),
                Arguments.of(12_345, FaultCode.UNKNOWN_ERROR, false));
    }

    /** Each number of the table at a write; one that is not in it says nothing. No text of the vendor's gets any further. */
    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberIsACodeAndNoText(int errno, FaultCode code, boolean refused) {
        rig.cloud.play(WRITE, new Fault.Refuse(errno), 1);
        Outcome outcome = rig.apply(charge(80));

        if (refused) {
            isRejected(outcome, code);
        } else {
            isUnknown(outcome, code);
        }
        assertThat(outcome.toString()).doesNotContain("vendor-text").doesNotContain(Rig.KEY);

        rig.cloud.play("/real/query", new Fault.Refuse(errno), 1);
        ReadOutcome.Unreadable unreadable = rig.unreadable();
        assertThat(unreadable).isEqualTo(new ReadOutcome.Unreadable(code, Sentences.of(code)));
    }

    /** An operation ends within the connector's time limit, however its calls share it. */
    @Test
    void oneDeadlineForAllCalls() {
        for (String path : new String[] {"/real/query", LOOK, "/soc/get", "/setting/get"}) {
            rig.cloud.play(path, new Fault.Slow(Duration.ofMillis(400)), 3);
        }

        assertThat(rig.unreadable().code()).isEqualTo(FaultCode.TIMEOUT);
    }

    @Test
    void anAddressWhereSomethingElseListens() {
        FoxEssConnector elsewhere =
                FoxEssConnector.open(URI.create(rig.cloud.url() + "/nothing"), Duration.ofSeconds(1), Rig.NO_PACING);

        assertThat(elsewhere.read(rig.device()))
                .isEqualTo(new ReadOutcome.Unreadable(
                        FaultCode.SERVICE_UNAVAILABLE, Sentences.of(FaultCode.SERVICE_UNAVAILABLE)));
    }
}
