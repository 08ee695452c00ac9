package energy.amps.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Schedules whose slots come at one instant of one zone, on two nodes over one database, beside as many actions that fall due. */
final class SchedulesScenario {
    private static final int NODES = 2;
    private static final Duration LEAD = Duration.ofSeconds(3);
    private static final int STORED_PER_SECOND = 4_000;

    private final Site site;
    private final int count;
    private final List<Drained> schedules = new ArrayList<>();
    private final List<Drained> actions = new ArrayList<>();

    SchedulesScenario(Site site) {
        this.site = site;
        this.count = site.options().due().schedules();
    }

    Finding run() throws Exception {
        try (Cluster cluster = Cluster.start(site)) {
            for (int i = 0; i < NODES; i++) {
                cluster.add();
            }
            Postgres postgres = cluster.postgres();
            Machine machine = site.machine(cluster.data(), postgres);
            postgres.run("create schema bench");
            ServerProcess first = cluster.nodes().getFirst().server();
            Fleet fleet = Fleet.like(first.battery(), count, postgres);
            DueActions due = DueActions.like(first, postgres, site.clock(), fleet);
            DueSchedules slots = new DueSchedules(first, postgres, site.clock(), fleet);
            // The first round warms both nodes up and does not count.
            for (int i = -1; i < site.options().rounds(); i++) {
                Instant from = site.clock().instant().plus(LEAD).plusMillis(count * 1000L / STORED_PER_SECOND);
                Drained asDue = due.drain(new Batch(count, from, Duration.ZERO));
                progress("due actions", asDue);
                Drained asSlots = slots.drain(count);
                progress("schedules", asSlots);
                if (i >= 0) {
                    actions.add(asDue);
                    schedules.add(asSlots);
                }
            }
            return new Finding(machine, report());
        }
    }

    private void progress(String what, Drained drained) {
        site.progress(String.format(
                Locale.ROOT,
                "schedules, %s: %d in %.2f s, late p50 %.1f p99 %.1f ms",
                what,
                drained.size(),
                drained.time().toMillis() / 1000.0,
                drained.begun().p50(),
                drained.begun().p99()));
    }

    private Report report() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < schedules.size(); i++) {
            ratios.add(schedules.get(i).perSecond() / actions.get(i).perSecond());
        }
        return new Report(
                "schedules: slots of one instant",
                ("%d daily schedules in Europe/London, copied from a real one, each on a device of its own, with one slot at the"
                                + " same minute; two nodes over one database. Beside them as many scheduled actions of one instant,"
                                + " copied from a real push, on the same nodes in turn; %d rounds after one of warm-up. Begun: from"
                                + " the instant to the vendor's taking of the command; ended: to completion, by a sandbox without"
                                + " delays. Every slot is checked to be one action, completed. Median (min..max) over the rounds.")
                        .formatted(count, site.options().rounds()),
                List.of(new Report.Table(
                        List.of(
                                "",
                                "drained/s",
                                "begun late: p50 ms",
                                "p99 ms",
                                "max ms",
                                "ended late: p50 ms",
                                "p99 ms",
                                "max ms"),
                        List.of(cells("slots", schedules), cells("due actions", actions)))),
                List.of(String.format(
                        Locale.ROOT,
                        "slots/s as a part of due actions/s: %s",
                        Spread.of(ratios).text(2))));
    }

    private static List<String> cells(String name, List<Drained> rounds) {
        return List.of(
                name,
                Spread.of(rounds.stream().map(Drained::perSecond).toList()).text(0),
                Spread.of(rounds.stream().map(d -> d.begun().p50()).toList()).text(1),
                Spread.of(rounds.stream().map(d -> d.begun().p99()).toList()).text(1),
                Spread.of(rounds.stream().map(d -> d.begun().max()).toList()).text(1),
                Spread.of(rounds.stream().map(d -> d.ended().p50()).toList()).text(1),
                Spread.of(rounds.stream().map(d -> d.ended().p99()).toList()).text(1),
                Spread.of(rounds.stream().map(d -> d.ended().max()).toList()).text(1));
    }
}
