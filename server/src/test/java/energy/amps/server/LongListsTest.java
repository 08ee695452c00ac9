package energy.amps.server;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.testing.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Lists around ten thousand items, where totals stop and offsets end (contract section 2); over HTTP, on rows made by SQL. */
class LongListsTest {
    private static final int EDGE = 10_000;

    @TempDir
    Path data;

    @Test
    void actionsAreCountedToTenThousandAndGoneThroughToTheLast() {
        try (RunningNode node = new RunningNode(data, Map.of());
                Sql sql = node.sql()) {
            addActions(sql, node, 0, EDGE);
            edges(node, "/actions", () -> addActions(sql, node, EDGE, 1), () -> addActions(sql, node, EDGE + 1, 1));
            walk(node, "/actions", EDGE + 2, true);
        }
    }

    @Test
    void devicesAreCountedToTenThousandAndGoneThroughToTheLast() {
        try (RunningNode node = new RunningNode(data, Map.of());
                Sql sql = node.sql()) {
            int there = pagination(node, "/battery").path("total").intValue();
            addBatteries(sql, node, 0, EDGE - there);
            edges(
                    node,
                    "/battery",
                    () -> addBatteries(sql, node, EDGE - there, 1),
                    () -> addBatteries(sql, node, EDGE - there + 1, 1));
            walk(node, "/battery", EDGE + 2, false);
        }
    }

    /** With ten thousand, one more, and another one. */
    private static void edges(RunningNode node, String list, Runnable oneMore, Runnable another) {
        JsonNode exact = pagination(node, list + "?offset=9999&limit=1");
        assertThat(exact.path("total").intValue()).isEqualTo(EDGE);
        assertThat(exact.path("hasMore").booleanValue()).isFalse();
        assertThat(exact.has("totalIsLowerBound")).isFalse();
        assertThat(exact.has("nextCursor")).isFalse();

        oneMore.run();
        JsonNode beyond = pagination(node, list + "?offset=9999&limit=1");
        assertThat(beyond.path("total").intValue()).isEqualTo(EDGE);
        assertThat(beyond.path("totalIsLowerBound").booleanValue()).isTrue();
        assertThat(beyond.path("hasMore").booleanValue()).isTrue();
        assertThat(pagination(node, list + "?offset=10000&limit=1")
                        .path("hasMore")
                        .booleanValue())
                .isFalse();

        another.run();
        assertThat(pagination(node, list + "?offset=10000&limit=1")
                        .path("hasMore")
                        .booleanValue())
                .isTrue();
        assertThat(pagination(node, list + "?offset=10000&limit=2")
                        .path("hasMore")
                        .booleanValue())
                .isFalse();
        assertThat(node.get(list + "?offset=10001").at("/error/message")).contains("cursor");
    }

    /** By cursor, fifty at a time, to the end. */
    private static void walk(RunningNode node, String list, int count, boolean newestFirst) {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = node.get(list + "?limit=50" + next).json().path("data");
            page.path("items").forEach(item -> ids.add(item.path("id").stringValue()));
            JsonNode cursor = page.at("/pagination/nextCursor");
            next = cursor.isMissingNode() ? "" : "&cursor=" + cursor.stringValue();
            assertThat(page.at("/pagination/totalIsLowerBound").booleanValue()).isTrue();
        } while (!next.isEmpty());
        List<String> sorted = ids.stream().sorted().toList();
        assertThat(ids).hasSize(count).doesNotHaveDuplicates();
        assertThat(ids).isEqualTo(newestFirst ? sorted.reversed() : sorted);
    }

    private static JsonNode pagination(RunningNode node, String path) {
        return node.get(path).json().at("/data/pagination");
    }

    private static void addActions(Sql sql, RunningNode node, int from, int count) {
        sql.run("""
                insert into action (customer_id, environment, id, device_id, user_id, key_id, family, command, state, stage,
                    created_at, updated_at, completed_at, message, clear_scheduler)
                select customer_id, environment, 'act_' || lpad(n::text, 8, '0'), id, user_id, 'k', 'battery', 'charge',
                    'completed', 'done', now(), now(), now(), 'Over.', false
                from device, generate_series(?, ?) n where id = ?
                """, from + 1, from + count, node.household.battery().value());
    }

    private static void addBatteries(Sql sql, RunningNode node, int from, int count) {
        String battery = node.household.battery().value();
        sql.run("""
                insert into device select r.* from device d, generate_series(?, ?) n,
                lateral jsonb_populate_record(d, jsonb_build_object('id', 'device_' || lpad(n::text, 8, '0'), 'link_id', null)) r
                where d.id = ?
                """, from + 1, from + count, battery);
        sql.run("""
                insert into connector_state select r.* from connector_state s, generate_series(?, ?) n,
                lateral jsonb_populate_record(s, jsonb_build_object('device_id', 'device_' || lpad(n::text, 8, '0'))) r
                where s.device_id = ?
                """, from + 1, from + count, battery);
        sql.run("""
                update device_count n set devices = n.devices + ? from device d
                where d.id = ? and n.customer_id = d.customer_id and n.environment = d.environment and n.family = d.family
                """, count, battery);
    }
}
