package energy.amps.server.simulation;

import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.device.DeviceId;
import energy.amps.server.action.EngineSteps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Judges while it happens: what the vendor gets against what the tables say was meant, and each step of the tables against
 * the step before. It knows the truth, which the platform does not, and keeps every possibility that the platform may
 * rightly believe in.
 */
final class Auditor {
    private static final Duration SLACK = Duration.ofSeconds(3);

    private final World world;
    private final SimulatedVendor vendor;
    private Supplier<Map<String, Seen>> tables = Map::of;
    private Map<String, Seen> actions = new LinkedHashMap<>();

    /** The instructions that a device may be thought to stand under while no window has it. */
    private final Map<DeviceId, Set<Instruction>> bases = new HashMap<>();

    private final Map<Instruction, List<Write>> openings = new HashMap<>();
    private final Map<DeviceId, Reading> readings = new HashMap<>();
    private final Map<DeviceId, Instant> lies = new HashMap<>();
    private final Set<Instruction> liedAbout = new HashSet<>();
    private final Map<String, Instant> unsettledSince = new HashMap<>();
    private final Set<DeviceId> excused = new HashSet<>();
    private final Set<Instruction> accepted = new HashSet<>();
    private final Set<Instruction> rejected = new HashSet<>();

    /**
     * A command as it reached the vendor.
     *
     * @param begun when the call for it began, true time
     */
    record Write(Instant begun) {}

    private record Reading(Instant at, Instruction shown) {}

    Auditor(World world, SimulatedVendor vendor) {
        this.world = world;
        this.vendor = vendor;
    }

    void watch(Supplier<Map<String, Seen>> source) {
        tables = source;
    }

    Map<String, Seen> actions() {
        return actions;
    }

    Set<Instruction> bases(DeviceId device) {
        return bases.computeIfAbsent(device, key -> new HashSet<>(Set.of(SimulatedVendor.NATIVE)));
    }

    List<Write> openings(Instruction instruction) {
        return openings.getOrDefault(instruction, List.of());
    }

    boolean isAccepted(Instruction instruction) {
        return accepted.contains(instruction);
    }

    boolean isRejected(Instruction instruction) {
        return rejected.contains(instruction);
    }

    /** Whether nobody can know any more where the device should stand: a write got through that nothing could stop. */
    boolean isExcused(DeviceId device) {
        return excused.contains(device);
    }

    /** Whether the vendor said that a write holds and nothing has come to hold since. */
    boolean isLiedAbout(DeviceId device) {
        return Optional.ofNullable(lies.get(device))
                .filter(at -> !vendor.of(device).changedSince(at, world.now()))
                .isPresent();
    }

    void accepted(Instruction instruction) {
        accepted.add(instruction);
    }

    void rejected(Instruction instruction) {
        rejected.add(instruction);
    }

    void lie(DeviceId device, Instruction instruction) {
        lies.put(device, world.now());
        liedAbout.add(instruction);
        accepted.add(instruction);
    }

    void read(DeviceId device, Instruction shown) {
        readings.put(device, new Reading(world.now(), shown));
    }

    /** The platform's clock is about to leap: what is being settled is then read too early, and nobody can tell. */
    void excuseWhatIsUnderWay() {
        live().stream()
                .filter(a -> a.isToBeVerified()
                        || (!a.place().stage().equals("waiting")
                                && !a.place().stage().equals("open")))
                .map(Seen::device)
                .forEach(excused::add);
    }

    /** A call has begun, and the write is on its way. */
    void calls(DeviceId device) {
        SimulatedNode node = Fiber.current().orElseThrow().node;
        Red.unless(node.agenda.leaseHolds(), "%s writes to %s without a lease", node.name(), device);
    }

    /** A write has reached the vendor. */
    void write(DeviceId device, Instruction instruction, Attempt attempt, Instant begun) {
        Optional<Seen> meant = intent(device, instruction, attempt);
        SimulatedNode node = Fiber.current().orElseThrow().node;
        if (meant.isEmpty() && !isBeingSettled(device, attempt)) {
            // It passed the check of its lease and was held up after it. No platform can call such a write back,
            // and a lease that was renewed meanwhile is another one.
            boolean outlivedItsLease = begun.plus(world.weather.lease).isBefore(world.now());
            Red.unless(
                    !node.agenda.leaseHolds() || outlivedItsLease || world.feelsLeap(),
                    "%s sent %s to %s, which nobody means any more: %s",
                    node.name(),
                    SimulatedVendor.text(instruction),
                    device,
                    of(device));
            excused.add(device);
            world.trace(device.value() + " is excused from here on");
        }
        if (attempt.purpose() == Attempt.Purpose.APPLY) {
            opening(device, instruction, attempt, begun, meant);
        } else if (meant.isPresent() && !isExcused(device)) {
            Red.unless(
                    bases(device).contains(instruction),
                    "%s is returned to %s, and should be to one of %s",
                    meant.get(),
                    SimulatedVendor.text(instruction),
                    bases(device));
        }
    }

    private Optional<Seen> intent(DeviceId device, Instruction instruction, Attempt attempt) {
        boolean opens = attempt.purpose() == Attempt.Purpose.APPLY;
        return of(device).stream()
                .filter(a -> a.place().stage().equals(opens ? "sending" : "return_sending")
                        || a.place().stage().equals("releasing"))
                .filter(a -> a.sending().attempt() == attempt.number()
                        && a.sending().at().equals(Optional.of(attempt.startedAt())))
                .filter(a -> opens
                        ? a.order().instruction().equals(instruction)
                        : a.sending().prior().filter(instruction::equals).isPresent())
                .findFirst();
    }

    /**
     * Its row was taken or given up while the write was under way. That is as good as meant while nobody has read the device
     * since: the reading will show it.
     */
    private boolean isBeingSettled(DeviceId device, Attempt attempt) {
        Optional<Instant> read = Optional.ofNullable(readings.get(device)).map(Reading::at);
        return of(device).stream()
                .filter(a -> a.sending().attempt() == attempt.number()
                        && a.sending().at().equals(Optional.of(attempt.startedAt())))
                .filter(a -> a.place().stage().endsWith("unsettled"))
                .map(a -> unsettledSince.getOrDefault(a.id(), World.START))
                .anyMatch(since -> read.filter(since::isBefore).isEmpty());
    }

    private void opening(
            DeviceId device, Instruction instruction, Attempt attempt, Instant begun, Optional<Seen> meant) {
        List<Write> before = openings.computeIfAbsent(instruction, key -> new ArrayList<>());
        if (!isExcused(device)) {
            Red.unless(
                    attempt.number() > before.size() && attempt.number() <= EngineSteps.MOST_SENDINGS,
                    "%s is sent for the %d. time as attempt %d",
                    SimulatedVendor.text(instruction),
                    before.size() + 1,
                    attempt.number());
            Seen action = meant.or(() -> of(device).stream()
                            .filter(a -> a.order().instruction().equals(instruction))
                            .findFirst())
                    .orElseThrow();
            Instant latest =
                    action.order().end().orElse(action.order().beginsAt().plus(SimulatedNode.LATE_LIMIT));
            Red.unless(!attempt.startedAt().isBefore(action.order().beginsAt()), "%s is sent too early", action);
            Red.unless(!attempt.startedAt().isAfter(latest), "%s is sent too late", action);
            if (!before.isEmpty()) {
                again(device, action, before.getLast());
            }
        }
        before.add(new Write(begun));
    }

    /** Contract section 5: once more only if a reading that counts showed that it was not applied. */
    private void again(DeviceId device, Seen action, Write last) {
        Red.unless(
                action.report().acknowledgedAt().isEmpty(), "%s is sent again, though the vendor had taken it", action);
        Reading reading = readings.get(device);
        Red.unless(
                reading != null && !reading.shown().equals(action.order().instruction()),
                "%s is sent again, though no reading shows that it is not applied: %s",
                action,
                reading);
        Instant counts = last.begun().plus(SimulatedVendor.SETTLE_TIME);
        Red.unless(
                reading != null && !reading.at().plus(SLACK).isBefore(counts),
                "%s is sent again after a reading at %s that could not show it yet",
                action,
                reading);
        Red.unless(
                !vendor.of(device).everStoodUnder(action.order().instruction(), world.now()),
                "%s is sent again, and it had been applied",
                action);
    }

    /** Something was committed: each action against what it was. */
    void observe() {
        Map<String, Seen> now = tables.get();
        for (Seen was : actions.values()) {
            Red.unless(now.containsKey(was.id()), "%s is gone from the tables", was);
        }
        List<Seen> changed = new ArrayList<>();
        for (Seen is : now.values()) {
            Seen was = actions.get(is.id());
            if (was == null) {
                changed.add(is);
                appears(is);
            } else if (!was.equals(is)) {
                changed.add(is);
                steps(was, is);
            }
        }
        actions = now;
        changed.stream().map(Seen::device).distinct().forEach(this::standsWhereItShould);
    }

    private void appears(Seen is) {
        world.trace("  new: " + is);
        if (is.place().stage().equals("sending")) {
            begins(is);
        }
    }

    private void steps(Seen was, Seen is) {
        world.trace("  now: " + is);
        Red.unless(
                EngineSteps.mayFollow(
                        was.place().state(),
                        was.place().stage(),
                        is.place().state(),
                        is.place().stage()),
                "illegal step from %s to %s",
                was,
                is);
        comesFromWhoeverHoldsIt(was, is);
        if (!was.verification().equals(is.verification())) {
            verified(was, is);
        }
        if (was.isTerminal()) {
            Red.unless(was.report().equals(is.report()), "the end of %s was rewritten: %s", was, is);
        }
        if (was.due().isPresent() && is.due().isPresent()) {
            Red.unless(is.due().get().token() >= was.due().get().token(), "the token of %s went back: %s", was, is);
            boolean changedHands = is.due().get().owner().isPresent()
                    && !is.due().get().owner().equals(was.due().get().owner());
            Red.unless(
                    !changedHands || is.due().get().token() > was.due().get().token(),
                    "%s changed hands under the same token: %s",
                    was,
                    is);
        }
        if (is.place().stage().endsWith("unsettled") && !was.place().stage().endsWith("unsettled")) {
            unsettledSince.put(is.id(), world.now());
        }
        if (is.place().stage().equals("sending") && !was.place().stage().equals("sending")) {
            begins(is);
        }
        if (is.isTerminal() && !was.isTerminal() && !is.order().isWindow()) {
            if (is.place().state().equals("completed")) {
                bases(is.device()).clear();
                bases(is.device()).add(is.order().instruction());
            } else if (is.error().equals("OUTCOME_UNKNOWN")) {
                bases(is.device()).add(is.order().instruction());
            }
        }
    }

    /** What is confirmed has truly held, and a vendor is contradicted only for a lie; what was found out once stays. */
    private void verified(Seen was, Seen is) {
        Red.unless(
                was.verification().isEmpty() || was.isToBeVerified(),
                "what was found out about %s was rewritten: %s",
                was,
                is);
        Red.unless(is.report().acknowledgedAt().isPresent(), "%s is verified, and was never taken", is);
        if (isExcused(is.device())) {
            return;
        }
        Instruction instruction = is.order().instruction();
        switch (is.verification().orElse("")) {
            case "confirmed" ->
                Red.unless(
                        vendor.of(is.device()).everStoodUnder(instruction, world.now()),
                        "%s is confirmed, and never held",
                        is);
            case "contradicted" ->
                Red.unless(
                        liedAbout.contains(instruction), "%s is contradicted, and the vendor had told the truth", is);
            default -> {
                // Still to be found out, or not to be found out.
            }
        }
    }

    /** What came of a call is written by the node that holds the row, and by no other: tokens see to it. */
    private void comesFromWhoeverHoldsIt(Seen was, Seen is) {
        boolean settles =
                was.place().stage().endsWith("sending") && !was.place().equals(is.place());
        Fiber.current()
                .filter(fiber -> settles && fiber.name.startsWith("desk"))
                .ifPresent(fiber -> Red.unless(
                        was.due().flatMap(Seen.DueRow::owner).equals(Optional.of(fiber.node.agenda.node())),
                        "%s settles %s, which it does not hold: %s",
                        fiber.node.name(),
                        was,
                        is));
    }

    private void begins(Seen is) {
        if (is.order().isWindow() && !isExcused(is.device()) && !isLiedAbout(is.device())) {
            Red.unless(
                    is.sending().prior().filter(bases(is.device())::contains).isPresent(),
                    "the prior mode of %s should be one of %s",
                    is,
                    bases(is.device()));
        }
    }

    private void standsWhereItShould(DeviceId device) {
        boolean idle = of(device).stream()
                .allMatch(a -> a.isDone()
                        || Set.of("waiting", "standing").contains(a.place().stage()));
        if (idle && !isExcused(device) && !isLiedAbout(device)) {
            Red.unless(
                    bases(device).contains(vendor.standing(device)),
                    "%s stands under %s with nothing going on, and should under one of %s",
                    device,
                    SimulatedVendor.text(vendor.standing(device)),
                    bases(device));
        }
    }

    List<Seen> of(DeviceId device) {
        return actions.values().stream().filter(a -> a.device().equals(device)).toList();
    }

    List<Seen> live() {
        return actions.values().stream().filter(a -> !a.isDone()).toList();
    }

    /** Whether a claim up to that instant would find something. */
    boolean hasFreeRowBy(Instant until) {
        return nextFreeRow().filter(at -> !at.isAfter(until)).isPresent();
    }

    Optional<Instant> nextFreeRow() {
        return actions.values().stream()
                .flatMap(a -> a.due().stream())
                .filter(due -> due.owner().isEmpty())
                .map(Seen.DueRow::at)
                .min(Instant::compareTo);
    }
}
