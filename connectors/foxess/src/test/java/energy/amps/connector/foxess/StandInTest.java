package energy.amps.connector.foxess;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.connector.Secret;
import energy.amps.fault.FaultCode;
import energy.amps.standin.foxess.Errno;
import energy.amps.standin.foxess.Group;
import energy.amps.standin.foxess.Received;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stand-in by itself: what no connector of good manners ever gets to see. */
class StandInTest {
    private final Rig rig = Rig.hybrid();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        rig.close();
    }

    private int control(String method, String path, String body) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(rig.cloud.url().resolve("/standin/" + path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private int errno(Map<String, Object> group) {
        Session session = new Transport(rig.cloud.url(), Duration.ofSeconds(20), Rig.NO_PACING)
                .session(new Secret(Rig.KEY), Rig.NOON);
        session.post(Calls.WRITE_SCHEDULE_1, Map.of("deviceSN", Rig.SN, "groups", List.of(group)));
        return rig.cloud.received().getLast().errno();
    }

    private static Map<String, Object> group(int startHour, int endHour, Object fdPwr) {
        return Map.of(
                "enable",
                1,
                "startHour",
                startHour,
                "startMinute",
                0,
                "endHour",
                endHour,
                "endMinute",
                59,
                "workMode",
                "ForceCharge",
                "fdPwr",
                fdPwr,
                "fdSoc",
                80,
                "minSocOnGrid",
                10);
    }

    @Test
    void refusesGroupsOverMidnightAndBeyondItsRanges() {
        assertThat(errno(group(1, 5, 3000))).isEqualTo(Errno.OK);
        assertThat(errno(group(22, 5, 3000))).isEqualTo(Errno.BAD_PARAMETER);
        assertThat(errno(group(1, 24, 3000))).isEqualTo(Errno.BAD_PARAMETER);
        assertThat(errno(group(1, 5, 9000))).isEqualTo(Errno.BAD_PARAMETER);
    }

    /** At 0 W a forced discharge runs at full power: one more reason not to idle that way. */
    @Test
    void aForcedDischargeOfNothingIsOneOfEverything() {
        rig.inverter.schedule(true, List.of(Group.of(0, 1439, "ForceDischarge", 10, 10, 0, 100)), Rig.NOON);

        assertThat(rig.view().flow()).isEqualTo(-5);
    }

    @Test
    void isToldFromAnotherProcess() throws Exception {
        assertThat(control("POST", "faults", "{\"path\":\"/real/query\",\"fault\":\"http\",\"status\":502}"))
                .isEqualTo(204);
        assertThat(rig.unreadable().code()).isEqualTo(FaultCode.SERVICE_UNAVAILABLE);
        assertThat(control("POST", "faults", "{\"path\":\"/real/query\",\"fault\":\"garbage\",\"times\":9}"))
                .isEqualTo(204);
        assertThat(control("DELETE", "faults", "")).isEqualTo(204);
        assertThat(rig.battery().level()).isPresent();
        assertThat(control("POST", "keys", "{\"key\":\"" + Rig.KEY + "\"}")).isEqualTo(204);
        assertThat(rig.unreadable().code()).isEqualTo(FaultCode.INVALID_CREDENTIALS);
        assertThat(control(
                        "POST",
                        "inverters",
                        "{\"key\":\"k\",\"sn\":\"S\",\"zone\":\"Europe/Berlin\",\"series\":\"evo\"}"))
                .isEqualTo(204);
        assertThat(rig.cloud.find("k", "S")).isPresent();
        assertThat(control("POST", "faults", "{}")).isEqualTo(400);
    }

    @Test
    void remembersTheLatestCalls() {
        rig.battery();

        assertThat(rig.cloud.received()).extracting(Received::errno).containsOnly(Errno.OK);
        assertThat(rig.cloud.received()).isEmpty();
    }
}
