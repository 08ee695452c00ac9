package energy.amps.faulttests.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.faulttests.harness.Client;
import energy.amps.faulttests.harness.Site;
import energy.amps.faulttests.harness.Tables;
import energy.amps.server.embedded.Durability;
import energy.amps.testkit.process.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The only server is stopped, and another is started an hour later by its clock, which runs that much ahead. The rules for what is
 * late hold for the slots that came due in between (contract sections 5 and 8).
 */
class StoppedForAnHourTest {
    private static final Duration GIVE_UP = Duration.ofSeconds(60);

    @Test
    void slotsOfThatHourAreMissedOrStartLate() throws IOException {
        Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
        Instant missed = now.plus(Duration.ofMinutes(20));
        Instant justInTime = now.plus(Duration.ofMinutes(58));
        Instant open = now.plus(Duration.ofMinutes(30));
        try (Site site = Site.open(3, Durability.DISPOSABLE);
                Tables tables = site.tables()) {
            try (NodeProcess before = site.start("before");
                    Client client = site.client(before)) {
                set(client, site, 0, slot(missed, "", "charge") + "," + slot(justInTime, "", "discharge"));
                set(client, site, 1, slot(open, "PT1H", "charge"));
                set(client, site, 2, slot(missed, "PT30M", "charge"));
            }
            try (NodeProcess after = NodeProcess.start(site.plan("after").with("AMPS_CLOCK_SHIFT", "PT1H"))) {
                await().atMost(GIVE_UP).untilAsserted(() -> {
                    assertThat(events(tables, site, 0))
                            .containsExactly(
                                    "schedule.created null null",
                                    "schedule.slot_failed MISSED_WINDOW " + millis(missed),
                                    "push.completed null null");
                    assertThat(actions(tables, now, site, 1)).containsExactly("acknowledged 30 90 true");
                    assertThat(events(tables, site, 2))
                            .containsExactly(
                                    "schedule.created null null",
                                    "schedule.slot_failed MISSED_WINDOW " + millis(missed));
                });
                assertThat(actions(tables, now, site, 0)).containsExactly("completed 58 null true");
                assertThat(actions(tables, now, site, 2)).isEmpty();
                assertThat(after.url()).isNotNull();
            }
        }
    }

    private static String slot(Instant at, String duration, String command) {
        String length = duration.isEmpty() ? "" : "\"duration\":\"" + duration + "\",";
        return "{\"at\":\"" + at + "\"," + length + "\"command\":\"" + command + "\"}";
    }

    private static void set(Client client, Site site, int device, String slots) throws IOException {
        assertThat(client.put("/battery/" + site.devices().get(device) + "/schedule", "{\"slots\":[" + slots + "]}")
                        .status())
                .isEqualTo(200);
    }

    private static List<String> events(Tables tables, Site site, int device) {
        return tables.rows(
                "select type, data ->> 'errorCode', data -> 'occurrence' ->> 'start' from event"
                        + " where device_id = ? and type not like 'device.%' and type <> 'push.verified' order by sequence",
                site.devices().get(device));
    }

    /** State, minutes from {@code now} to start and end, and whether the vendor took it after the hour. */
    private static List<String> actions(Tables tables, Instant now, Site site, int device) {
        return tables.rows(
                """
                select state, round((extract(epoch from start_at) - ?) / 60), round((extract(epoch from end_at) - ?) / 60),
                    (extract(epoch from acknowledged_at) - ? >= 3600)::text
                from action where schedule_id is not null and device_id = ?
                """,
                now.getEpochSecond(),
                now.getEpochSecond(),
                now.getEpochSecond(),
                site.devices().get(device));
    }

    private static String millis(Instant at) {
        return at.toString().replace("Z", ".000Z");
    }
}
