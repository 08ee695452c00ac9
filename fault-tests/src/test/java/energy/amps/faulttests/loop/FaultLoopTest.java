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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Every step of every operation fails in every way, and afterwards nothing is lost, nothing doubled, everything at its end,
 * every window returned, and no lease, lock or connection left. What was seen is {@code docs/operating/faults.md}.
 */
class FaultLoopTest {
    private static final int DEVICES = 2000;
    /** More than any operation has: a loop without end is found. */
    private static final int MOST_STEPS = 60;

    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration GIVE_UP = Duration.ofSeconds(12);
    /** The same, step by step: for a reader. Retries shift what a step is, so that nothing is held to it. */
    private static final Path STEPS = Path.of(System.getProperty("basedir", "")).resolve("target/faults-by-step.md");

    static final Path PAGE = Path.of(System.getProperty("basedir", "")).resolve("../docs/operating/faults.md");

    /** What goes by while credentials are dead: longer than a return is given, in pieces that a node's lease can follow. */
    private static final Duration LONG = Duration.ofMinutes(65);

    private static final Duration LONG_TICK = Duration.ofSeconds(20);

    private final FaultTable table = new FaultTable();
    private final FaultTable bySteps = new FaultTable();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyStepMayFailInEveryWay() throws IOException {
        try (Site site = Site.open(DEVICES, Durability.DISPOSABLE)) {
            try (Tables tables = site.tables()) {
                Audit audit = new Audit(tables, site.vendor());
                Iterator<String> devices = site.devices().iterator();
                try (Arena arena = new Arena(site)) {
                    for (Operation operation : Operation.values()) {
                        for (Mode mode : operation.modes()) {
                            steps(arena, tables, audit, operation, mode, devices);
                        }
                        vendorFaults(arena, tables, audit, operation, devices);
                    }
                }
                await().atMost(GIVE_UP).until(() -> audit.leftOver().isEmpty());
            }
        }
        Files.writeString(STEPS, bySteps.markdown());
        assertThat(wrong).isEmpty();
        assertThat(FaultPage.of(PAGE, getClass()).differences(table)).isEmpty();
    }

    private void steps(
            Arena arena, Tables tables, Audit audit, Operation operation, Mode mode, Iterator<String> devices) {
        for (Strike strike : Strike.values()) {
            if (strike == Strike.PASS || (mode == Mode.LASTING && strike.isDeath())) {
                continue;
            }
            boolean reached = true;
            for (int step = 1; reached; step++) {
                assertThat(step).as("steps of %s", operation).isLessThan(MOST_STEPS);
                String device = devices.next();
                operation.prepare(arena, tables, device);
                int replaced = arena.replacements();
                arena.faults.arm(step, strike, mode);
                Operation.Reply reply = operation.begin(arena, tables, device);
                settle(arena, audit, device);
                reached = arena.faults.hasStruck();
                List<String> seen = arena.faults.steps();
                arena.faults.disarm();
                if (reached && strike.isDeath()) {
                    // Its last commit may be seen before its end is.
                    await().atMost(GIVE_UP).until(() -> arena.isDead() || arena.replacements() > replaced);
                }
                if (arena.isDead()) {
                    arena.replace();
                }
                String name = "Database, " + mode.title();
                String outcome = note(audit, name, strike.title(), device, operation, reply);
                bySteps.add(
                        name,
                        operation.title() + ", " + (reached ? step + ": " + seen.get(step - 1) : "nothing fails"),
                        strike.title(),
                        outcome);
            }
        }
    }

    private void vendorFaults(Arena arena, Tables tables, Audit audit, Operation operation, Iterator<String> devices) {
        if (operation == Operation.RECOVERY || operation == Operation.RECOVERY_APPLIED) {
            return;
        }
        Call call = operation == Operation.SETTINGS ? Call.SETTINGS : Call.WRITE;
        for (Fault fault : Fault.values()) {
            String device = devices.next();
            operation.prepare(arena, tables, device);
            boolean lasts = fault == Fault.AUTH_EXPIRED;
            if (fault != Fault.DISPLACED || !operation.isTakenByAnother(arena, tables, device)) {
                arena.site.vendor().play(call, device, fault, lasts ? 0 : 1, Duration.ofMillis(2500));
            }
            Operation.Reply reply = operation.begin(arena, tables, device);
            if (lasts) {
                // They stay dead until somebody gives others; a return goes on, at most hourly, after its action
                // has failed.
                pass(arena, () -> audit.isOver(device));
                arena.site.vendor().behave();
                pass(arena, () -> audit.isQuiet(device));
                // It is written by itself, after what became of the action.
                awaitOrGoOn(() -> !audit.goings(device).isEmpty());
            } else {
                settle(arena, audit, device);
                arena.site.vendor().behave();
            }
            note(audit, "Vendor", fault.wire().replace('_', ' '), device, operation, reply);
        }
    }

    /** Lets an hour and more go by, or what it takes. */
    private static void pass(Arena arena, Callable<Boolean> until) {
        Instant most = arena.clock.instant().plus(LONG);
        awaitOrGoOn(() -> {
            if (until.call() || arena.clock.instant().isAfter(most)) {
                return true;
            }
            arena.clock.advance(LONG_TICK);
            return false;
        });
    }

    /** What does not come is found by the audit, and the loop goes on. */
    private static void awaitOrGoOn(Callable<Boolean> condition) {
        try {
            await().atMost(GIVE_UP.multipliedBy(3))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            // The audit says so.
        }
    }

    /** Lets time go by until nothing is left to do; a node that died is replaced by another. */
    private void settle(Arena arena, Audit audit, String device) {
        try {
            await().atMost(GIVE_UP)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(15))
                    .until(() -> {
                        if (arena.isDead()) {
                            arena.replace();
                        }
                        arena.clock.advance(TICK);
                        return audit.isQuiet(device);
                    });
        } catch (ConditionTimeoutException e) {
            // The audit says so, and the loop goes on.
        }
    }

    private String note(
            Audit audit, String name, String column, String device, Operation operation, Operation.Reply reply) {
        String outcome = audit.outcome(device, operation, reply, "503");
        table.add(name, operation.title(), column, outcome);
        audit.of(device, operation, reply)
                .forEach(what -> wrong.add(
                        "%s | %s | %s: %s (%s, %s)".formatted(name, operation, column, what, outcome, device)));
        return outcome;
    }
}
