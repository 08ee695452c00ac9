package energy.amps.connector.foxess;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.Account;
import energy.amps.connector.Credentials;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Secret;
import energy.amps.fault.FaultCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The vendor wants some time between two calls to one path, and counts those that come too soon. */
class PacingTest {
    private static final Secret KEY = new Secret(Rig.KEY);
    private static final Duration QUERY = Duration.ofMillis(60);
    private static final Duration UPDATE = Duration.ofMillis(120);

    private final Rig rig = Rig.hybrid();

    private final FoxEssConnector patient =
            FoxEssConnector.open(rig.cloud.url(), Duration.ofSeconds(20), new Pacing(QUERY, UPDATE));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whoIsPatientIsNotRefused() {
        rig.cloud.pace(QUERY, UPDATE);
        LinkOutcome opened = patient.authenticate(new Credentials.ApiKey(KEY), Rig.NOON);
        Account account = ((LinkOutcome.Authenticated) opened).account();

        assertThat(patient.discover(account, Rig.NOON)).isInstanceOf(Discovery.Found.class);
        assertThat(patient.read(rig.device())).isInstanceOf(ReadOutcome.Reading.class);
        assertThat(patient.read(rig.device())).isInstanceOf(ReadOutcome.Reading.class);
    }

    @Test
    void whoIsNotIsRefused() {
        rig.cloud.pace(Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertThat(rig.apply(Instruction.of(Command.CHARGE))).isInstanceOf(Outcome.Accepted.class);

        assertThat(rig.apply(Instruction.of(Command.IDLE)))
                .isEqualTo(new Outcome.Rejected(FaultCode.RATE_LIMITED, Sentences.of(FaultCode.RATE_LIMITED)));
    }

    @Test
    void aTurnThatDoesNotComeInTimeIsNotTaken() throws InterruptedException {
        Pacing pacing = new Pacing(Duration.ofHours(1), Duration.ofHours(1));
        long soon = System.nanoTime() + Duration.ofSeconds(5).toNanos();

        assertThat(pacing.await(KEY, "/a", soon)).isTrue();
        assertThat(pacing.await(KEY, "/a", soon)).isFalse();
        assertThat(pacing.await(KEY, "/b", soon)).isTrue();
        assertThat(pacing.await(new Secret("another"), "/a", soon)).isTrue();
    }

    @Test
    void turnsAreTakenOneByOne() throws InterruptedException {
        Pacing pacing = new Pacing(Duration.ofHours(1), Duration.ofMillis(1));
        long late = System.nanoTime() + Duration.ofMinutes(1).toNanos();

        for (int i = 0; i < 20; i++) {
            assertThat(pacing.await(KEY, "/set", late)).isTrue();
        }
    }
}
