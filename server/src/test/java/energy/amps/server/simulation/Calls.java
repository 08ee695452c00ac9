package energy.amps.server.simulation;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.check.RawQuantity;
import energy.amps.check.SettingsRequest;
import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.Refusal;
import energy.amps.server.action.Action;
import energy.amps.server.action.EngineSteps;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Keep;
import energy.amps.server.store.StoreException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What integrators ask for, by chance, and what each must be answered: worked out from the tables and the contract's section
 * 6 just before the call, and by no code of the platform. Each push has a power that no other has, so that the vendor's log
 * tells whose a write is.
 */
final class Calls {
    private static final String FINE = "accepted";

    /** What a push may turn to while it waits for others to be decided: what was expected of it was worked out before. */
    private static final Set<String> LATER = Set.of(FINE, "CONFLICT", "START_IN_PAST", "INVALID_TIME_WINDOW");

    private final World world;
    private final Auditor auditor;
    private final List<Simulation.Account> accounts;
    private final Set<String> accepted = new TreeSet<>();
    private final Map<Instruction, DeviceId> pushed = new HashMap<>();
    private final Set<Instruction> refused = new HashSet<>();
    private int made;

    Calls(World world, Auditor auditor, List<Simulation.Account> accounts) {
        this.world = world;
        this.auditor = auditor;
        this.accounts = accounts;
    }

    int made() {
        return made;
    }

    Stream<DeviceId> devices() {
        return accounts.stream().flatMap(account -> account.devices().stream());
    }

    /** The ids that were answered 202. */
    Set<String> accepted() {
        return accepted;
    }

    /** The device that an instruction was pushed to; empty when none of that kind was pushed, or it was refused. */
    Optional<DeviceId> pushedTo(Instruction instruction) {
        return refused.contains(instruction) ? Optional.empty() : Optional.ofNullable(pushed.get(instruction));
    }

    /** A call by chance, to be made on that node. */
    Runnable next(SimulatedNode node) {
        made++;
        Simulation.Account account = world.oneOf(accounts);
        int kind = world.below(100);
        if (kind < 64 || auditor.actions().isEmpty()) {
            return push(node, account);
        }
        String action = world.oneOf(List.copyOf(auditor.actions().keySet()));
        if (kind < 76) {
            return () -> answered(
                    "cancel " + action,
                    cancelled(account, action),
                    () -> node.actions.cancel(account.caller(), new ActionId(action), Keep.nothing()));
        }
        if (kind < 90) {
            return () -> answered(
                    "end " + action,
                    ended(account, action),
                    () -> node.actions.end(account.caller(), new ActionId(action), Keep.nothing()));
        }
        DeviceId device = world.oneOf(account.devices());
        if (kind < 95) {
            return () -> answered(
                    "read " + device.value(),
                    Set.of(FINE),
                    () -> node.devices.read(account.caller(), Family.BATTERY, device));
        }
        SettingsRequest settings = new SettingsRequest(
                Map.of("discharge_floor", new SettingsRequest.Value.Numeric(BigDecimal.valueOf(made), "percent")));
        return () -> answered(
                "configure " + device.value(),
                Set.of(FINE, "SERVICE_UNAVAILABLE"),
                () -> node.pushes.configure(account.caller(), Family.BATTERY, device, settings, Keep.nothing()));
    }

    private Runnable push(SimulatedNode node, Simulation.Account account) {
        boolean foreign = world.chance(0.04);
        Simulation.Account owner = foreign ? world.oneOf(accounts) : account;
        DeviceId device = world.oneOf(owner.devices());
        Command command = world.chance(0.5) ? Command.CHARGE : Command.DISCHARGE;
        BigDecimal power = BigDecimal.valueOf(made, 1);
        Instruction instruction = new Instruction(command, Map.of(Parameter.POWER, new Quantity(power, Unit.KW)));
        Duration in = world.upTo(world.weather.gap.multipliedBy(4));
        Duration lasts = Duration.ofSeconds(1).plus(world.upTo(world.weather.gap.multipliedBy(4)));
        int shape = world.below(3);
        String strategy = world.oneOf(List.of("", "cancel_and_replace", "queue_after"));
        return () -> {
            Instant now = node.clock();
            Optional<Instant> start = shape == 0 ? Optional.empty() : Optional.of(now.plus(in));
            Optional<Instant> end = shape == 2 ? start.map(s -> s.plus(lasts)) : Optional.empty();
            Set<String> expected =
                    owner.caller().tenant().equals(account.caller().tenant())
                            ? Set.of(pushExpected(device, start, end, strategy, now))
                            : Set.of("DEVICE_NOT_FOUND");
            pushed.put(instruction, device);
            String what = "push " + SimulatedVendor.text(instruction) + " to " + device.value() + " from " + start
                    + " to " + end + " " + strategy;
            Optional<Checked<Action>> answer = answered(
                    what,
                    expected,
                    () -> node.pushes.accept(
                            account.caller(),
                            Family.BATTERY,
                            device,
                            new PushRequest(
                                    command.wire(),
                                    Optional.of(Map.of("power", new RawQuantity(power, "kw"))),
                                    start.map(Instant::toString),
                                    end.map(Instant::toString),
                                    strategy.isEmpty() ? Optional.empty() : Optional.of(strategy)),
                            SandboxControls.NONE,
                            Keep.nothing()));
            answer.ifPresent(checked -> {
                switch (checked) {
                    case Checked.Passed<Action>(Action action) ->
                        accepted.add(action.id().value());
                    case Checked.Refused<Action> no -> refused.add(instruction);
                }
            });
        };
    }

    /** Makes the call; empty when the database was lost under it or under whom it shared it with, and nobody can know. */
    private <T> Optional<Checked<T>> answered(String what, Set<String> expected, Supplier<Checked<T>> call) {
        Fiber fiber = Fiber.current().orElseThrow();
        world.trace("  " + what + ", which should be " + expected);
        Checked<T> answer;
        try {
            answer = call.get();
        } catch (StoreException e) {
            // Whoever shared a transaction or a statement shares its fate: another fibre's connection was lost.
            if (!fiber.hasLostAnswer() && !e.isUnavailable()) {
                throw e;
            }
            world.trace("  " + what + ": nobody knows");
            return Optional.empty();
        }
        String word =
                switch (answer) {
                    case Checked.Passed<T> passed -> FINE;
                    case Checked.Refused<T>(Refusal refusal) -> refusal.code().name();
                };
        world.trace("  " + what + ": " + word);
        boolean decidedLater =
                fiber.hasWaited() && LATER.contains(word) && expected.stream().anyMatch(LATER::contains);
        Red.unless(
                expected.contains(word) || decidedLater,
                "%s was answered %s, and should be %s",
                what,
                answer,
                expected);
        return Optional.of(answer);
    }

    /** Contract section 6, and of section 5 what its outcome is held to. */
    private String pushExpected(
            DeviceId device, Optional<Instant> start, Optional<Instant> end, String strategy, Instant now) {
        List<Seen> conflicts = new ArrayList<>(
                auditor.of(device).stream().filter(a -> a.conflictsAt(now)).toList());
        if (conflicts.isEmpty()) {
            return FINE;
        }
        return switch (strategy) {
            case "cancel_and_replace" ->
                conflicts.stream().anyMatch(a -> a.place().state().equals("acknowledged")) ? "CONFLICT" : FINE;
            case "queue_after" -> {
                if (conflicts.stream().anyMatch(a -> a.order().end().isEmpty())
                        || conflicts.size() >= EngineSteps.QUEUE_LIMIT) {
                    yield "CONFLICT";
                }
                Instant last = conflicts.stream()
                        .map(a -> a.order().end().orElseThrow())
                        .max(Instant::compareTo)
                        .orElseThrow();
                Instant begins = start.filter(last::isBefore).orElse(last);
                if (begins.isBefore(now)) {
                    // The last of them is a window whose end has gone by unopened; nobody has had the time to fail it.
                    yield "START_IN_PAST";
                }
                yield end.filter(at -> !begins.isBefore(at)).isPresent() ? "INVALID_TIME_WINDOW" : FINE;
            }
            default -> "CONFLICT";
        };
    }

    private Optional<Seen> own(Simulation.Account account, String action) {
        return Optional.ofNullable(auditor.actions().get(action))
                .filter(a -> a.customer().equals(account.caller().tenant().customer()));
    }

    private Set<String> cancelled(Simulation.Account account, String action) {
        return Set.of(own(account, action)
                .map(a -> a.place().state().equals("scheduled") ? FINE : "ACTION_NOT_CANCELLABLE")
                .orElse("ACTION_NOT_FOUND"));
    }

    private Set<String> ended(Simulation.Account account, String action) {
        return Set.of(own(account, action)
                .map(a ->
                        a.order().isWindow() && a.place().state().equals("acknowledged") ? FINE : "ACTION_NOT_ENDABLE")
                .orElse("ACTION_NOT_FOUND"));
    }
}
