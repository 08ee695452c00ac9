package energy.amps.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Charge points that are connected, and say now and then that they are there: none is lost, and what they cost. */
final class StationsScenario {
    /** How often each of them says that it is there. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    /** How long they stay at least, once all are there. */
    private static final Duration LEAST = Duration.ofMinutes(2);

    private final Scene scene;
    private final int stations;

    StationsScenario(Scene scene) {
        this.scene = scene;
        this.stations = scene.options().stations();
    }

    Report run() throws Exception {
        expect(scene.postgres());
        scene.server().process().collectGarbage();
        double heapBefore = scene.server().metrics().heapBytes();
        Duration wanted = scene.options().length().multipliedBy(scene.options().rounds());
        Duration stay = wanted.compareTo(LEAST) > 0 ? wanted : LEAST;
        try (StationCrowd crowd = new StationCrowd(scene.server().url(), HEARTBEAT)) {
            long begun = System.nanoTime();
            crowd.dial(stations);
            double dialled = (System.nanoTime() - begun) / 1e9;
            scene.server().process().collectGarbage();
            double heap = scene.server().metrics().heapBytes();
            Duration cpuBefore = scene.server().process().cpu();
            StationCrowd.Stay stayed = crowd.stay(stay);
            Duration cpu = scene.server().process().cpu().minus(cpuBefore);
            double connected = scene.server().metrics().sum("amps_stations_connected");
            return report(dialled, heapBefore, heap, cpu, stay, stayed, connected);
        }
    }

    /** Charge points that nobody has seen yet, each with an address of its own. */
    private void expect(Postgres postgres) throws SQLException {
        postgres.run("""
                insert into end_user (customer_id, environment, id, created_at)
                select customer_id, 'live', 'user_stations', now() from device limit 1
                """);
        String device = Fleet.sqlId("device", "n");
        postgres.run("""
                insert into device (customer_id, environment, id, user_id, family, vendor, model, created_at)
                select u.customer_id, 'live', %s, u.id, 'ev_charger', 'ocpp', 'OCPP charger', now()
                from end_user u, generate_series(0, ?::int - 1) n where u.id = 'user_stations'
                """.formatted(device), stations);
        postgres.run("""
                insert into connector_state (customer_id, environment, device_id, version, content)
                select customer_id, 'live', id, 1, '' from device where user_id = 'user_stations'
                """);
        postgres.run("""
                insert into station (customer_id, environment, device_id, vendor, token_hash, created_at)
                select u.customer_id, 'live', %s, 'ocpp', sha256(convert_to('bench-' || n, 'UTF8')), now()
                from end_user u, generate_series(0, ?::int - 1) n where u.id = 'user_stations'
                """.formatted(device), stations);
        for (String table : List.of("device", "connector_state", "station")) {
            postgres.run("analyze " + table);
        }
    }

    private Report report(
            double dialled,
            double heapBefore,
            double heap,
            Duration cpu,
            Duration stay,
            StationCrowd.Stay stayed,
            double connected) {
        double share = cpu.toNanos() / 1e9 / stay.toSeconds();
        return new Report(
                "stations: charge points with heartbeats",
                ("%d charge points of OCPP 1.6 dial in to one node over loopback, boot, answer what they are asked, and stay for"
                                + " %d s with a heartbeat every %d s each. One thread of a client of our own speaks for all of"
                                + " them. The heap is what a full collection leaves; CPU time is the server's process's.")
                        .formatted(stations, stay.toSeconds(), HEARTBEAT.toSeconds()),
                List.of(new Report.Table(
                        List.of("", ""),
                        List.of(
                                List.of("all have booted after", figure("%.1f s", dialled)),
                                List.of("heap before", figure("%.1f MB", heapBefore / 1e6)),
                                List.of("heap with all of them", figure("%.1f MB", heap / 1e6)),
                                List.of("heap of one", figure("%.1f kB", (heap - heapBefore) / 1e3 / stations)),
                                List.of("heartbeats answered", Long.toString(stayed.answered())),
                                List.of("heartbeat to answer, p50 / p99", stayed.latencies()),
                                List.of("CPU meanwhile", figure("%.2f cores", share))))),
                List.of(figure("lost: %.0f of ", stayed.lost()) + stations + "; goal 0: "
                        + (stayed.lost() == 0 && connected == stations ? "reached" : "missed")));
    }

    private static String figure(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
