package energy.amps.faulttests.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.faulttests.harness.Site;
import energy.amps.faulttests.harness.Tables;
import energy.amps.server.embedded.Durability;
import energy.amps.testkit.faults.FaultPage;
import energy.amps.testkit.faults.FaultTable;
import energy.amps.testkit.vendor.Call;
import energy.amps.testkit.vendor.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The loop with real processes and SIGKILL: at every step of a push, of a fire and of a return, before the database has the
 * statement and after it has done it, and while the vendor's answer to the command or to the return is out. Another process
 * takes over. Single faults only; the same is asked afterwards as in {@link FaultLoopTest}.
 *
 * <p>Each row of steps has a database, a vendor and nodes of its own, and the rows run beside each other: a kill costs little
 * but the wait for a lease to lapse.
 */
@EnabledIfSystemProperty(named = "amps.kill", matches = "true")
class KilledForRealTest {
    private static final int DEVICES = 30;
    private static final int ABREAST = 4;
    private static final Duration GIVE_UP = Duration.ofSeconds(40);
    private static final String NAME = "Killed for real";
    private static final Path STEPS = Path.of(System.getProperty("basedir", "")).resolve("target/killed-by-step.md");
    private static final List<Operation> OPERATIONS = List.of(Operation.PUSH, Operation.FIRE, Operation.RETURN);

    /** A killed node's column and step, and what came of it. */
    private record Seen(Operation operation, String column, String step, String outcome, List<String> wrong) {}

    @Test
    void nodeMayBeKilledAtEveryStep() throws Exception {
        List<Callable<List<Seen>>> rows = new ArrayList<>();
        for (Operation operation : OPERATIONS) {
            rows.add(() -> at(room -> steps(room, operation, Strike.DIE_BEFORE)));
            rows.add(() -> at(room -> steps(room, operation, Strike.DIE_AFTER)));
        }
        rows.add(() -> at(KilledForRealTest::vendorsAnswersOut));
        FaultTable table = new FaultTable();
        FaultTable bySteps = new FaultTable();
        List<String> wrong = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(ABREAST)) {
            for (Future<List<Seen>> row : threads.invokeAll(rows)) {
                for (Seen seen : row.get()) {
                    table.add(NAME, seen.operation().title(), seen.column(), seen.outcome());
                    bySteps.add(NAME, seen.operation().title() + ", " + seen.step(), seen.column(), seen.outcome());
                    seen.wrong().forEach(what -> wrong.add(seen + ": " + what));
                }
            }
        }
        Files.writeString(STEPS, bySteps.markdown());
        assertThat(wrong).isEmpty();
        assertThat(FaultPage.of(FaultLoopTest.PAGE, getClass()).differences(table))
                .isEmpty();
    }

    /** Where one row of steps takes place. */
    private record Room(KillArena arena, Tables tables, Audit audit) {}

    @FunctionalInterface
    private interface Row {
        List<Seen> run(Room room) throws IOException;
    }

    private static List<Seen> at(Row row) throws IOException {
        try (Site site = Site.open(DEVICES, Durability.DISPOSABLE);
                Tables tables = site.tables()) {
            Audit audit = new Audit(tables, site.vendor());
            List<Seen> seen;
            try (KillArena arena = new KillArena(site)) {
                seen = row.run(new Room(arena, tables, audit));
            }
            await().atMost(GIVE_UP).until(() -> audit.leftOver().isEmpty());
            return seen;
        }
    }

    private static List<Seen> steps(Room room, Operation operation, Strike strike) {
        KillArena arena = room.arena();
        List<Seen> all = new ArrayList<>();
        boolean reached = true;
        for (int step = 1; reached; step++) {
            String device = arena.site.devices().get(step - 1);
            prepare(room, operation, device);
            arena.faults.arm(step, strike, Mode.SINGLE);
            Operation.Reply reply = operation == Operation.PUSH
                    ? arena.push(device, Optional.empty(), Optional.empty())
                    : Operation.Reply.ACCEPTED;
            settle(() -> arena.isDead() || room.audit().isQuiet(device));
            reached = arena.faults.hasStruck();
            List<String> steps = arena.faults.steps();
            arena.faults.disarm();
            if (reached) {
                // Its last commit may be seen before its end is.
                await().atMost(GIVE_UP).until(arena::isDead);
                arena.replace();
                settle(() -> room.audit().isQuiet(device));
            } else {
                // Fewer than before where two have shared one.
                assertThat(steps)
                        .as("steps of %s that nothing struck", operation)
                        .isNotEmpty()
                        .hasSizeLessThan(step);
            }
            all.add(seen(
                    room,
                    operation,
                    strike == Strike.DIE_BEFORE ? "killed before" : "killed after",
                    reached ? step + ": " + steps.get(step - 1) : "nothing fails",
                    device,
                    reply));
        }
        return all;
    }

    /** Gives what shall strike something to strike at, some time ahead. */
    private static void prepare(Room room, Operation operation, String device) {
        Instant now = InstantSource.system().instant();
        switch (operation) {
            case FIRE -> accepted(room.arena().push(device, Optional.of(now.plusSeconds(2)), Optional.empty()));
            case RETURN -> openWindow(room, device, now.plusSeconds(4));
            default -> {}
        }
    }

    private static void openWindow(Room room, String device, Instant end) {
        Instant start = InstantSource.system().instant().plusMillis(1500);
        accepted(room.arena().push(device, Optional.of(start), Optional.of(end)));
        await().atMost(GIVE_UP)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> room.tables()
                        .rows("select stage from action where device_id = ?", device)
                        .contains("open"));
    }

    /** One life for all: the vendor keeps its answers to a command, a fired command and a return, done or not done. */
    private static List<Seen> vendorsAnswersOut(Room room) {
        KillArena arena = room.arena();
        List<Case> cases = new ArrayList<>();
        for (Operation operation : OPERATIONS) {
            for (Fault fault : List.of(Fault.HANG, Fault.APPLY_THEN_HANG)) {
                cases.add(new Case(operation, fault, arena.site.devices().get(cases.size())));
            }
        }
        Instant at = InstantSource.system().instant().plusSeconds(7);
        cases.stream()
                .filter(each -> each.operation() == Operation.RETURN)
                .forEach(each -> openWindow(room, each.device(), at));
        cases.forEach(each -> arena.site.vendor().play(Call.WRITE, each.device(), each.fault(), 1));
        cases.stream()
                .filter(each -> each.operation() == Operation.FIRE)
                .forEach(each -> accepted(arena.push(each.device(), Optional.of(at), Optional.empty())));
        await().atMost(GIVE_UP).until(() -> !InstantSource.system().instant().isBefore(at));
        cases.stream()
                .filter(each -> each.operation() == Operation.PUSH)
                .forEach(each -> accepted(arena.push(each.device(), Optional.empty(), Optional.empty())));
        settle(() -> cases.stream().allMatch(each -> isOut(arena.site, each)));
        arena.replace();
        settle(() -> cases.stream().allMatch(each -> room.audit().isQuiet(each.device())));
        return cases.stream()
                .map(each -> seen(
                        room,
                        each.operation(),
                        each.fault() == Fault.HANG ? "vendor has not done it" : "vendor has done it",
                        "the vendor's answer is out",
                        each.device(),
                        Operation.Reply.ACCEPTED))
                .toList();
    }

    private record Case(Operation operation, Fault fault, String device) {}

    private static boolean isOut(Site site, Case each) {
        return site.vendor().writes(each.device()).stream()
                .anyMatch(write -> write.fault().equals(each.fault().wire()));
    }

    private static void settle(Callable<Boolean> condition) {
        try {
            await().atMost(GIVE_UP)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            // The audit says so, and the loop goes on.
        }
    }

    private static Seen seen(
            Room room, Operation operation, String column, String step, String device, Operation.Reply reply) {
        return new Seen(
                operation,
                column,
                step,
                room.audit().outcome(device, operation, reply, "no answer"),
                room.audit().of(device, operation, reply));
    }

    private static void accepted(Operation.Reply reply) {
        assertThat(reply).isEqualTo(Operation.Reply.ACCEPTED);
    }
}
