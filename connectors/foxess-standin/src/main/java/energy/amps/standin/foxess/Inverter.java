package energy.amps.standin.foxess;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An inverter with its battery. Thread-safe; walked minute by minute when somebody looks. */
public final class Inverter {
    private static final Duration LONGEST_WALK = Duration.ofDays(14);

    private final Hardware hardware;

    private double level = 50;
    private double solar;
    private double load = 0.5;
    private String workMode = "SelfUse";
    private int minSoc = 10;
    private int minSocOnGrid = 10;
    private int maxSoc = 100;
    private int exportLimit = 5000;
    private boolean schedulerOn;
    private boolean savingSwitchesOn = true;
    private List<Group> groups = List.of();
    private Optional<Instant> silentSince = Optional.empty();
    private Instant walkedTo;

    Inverter(Hardware hardware, Instant now) {
        this.hardware = hardware;
        this.walkedTo = now;
        this.schedulerOn = hardware.scheduler() == Hardware.Scheduler.NESTED;
    }

    /** What it is. */
    public Hardware hardware() {
        return hardware;
    }

    /** How it stands. */
    public record View(
            double level,
            double flow,
            String workMode,
            int minSoc,
            int minSocOnGrid,
            int maxSoc,
            int exportLimit,
            boolean schedulerOn,
            List<Group> groups) {}

    /** How it stands at {@code now}; {@code flow} is in kilowatts, positive into the battery. */
    public synchronized View view(Instant now) {
        walk(now);
        return new View(level, flow(now), workMode, minSoc, minSocOnGrid, maxSoc, exportLimit, schedulerOn, groups);
    }

    /** Sets how full it is, in percent. */
    public synchronized Inverter level(double percent, Instant now) {
        walk(now);
        level = percent;
        return this;
    }

    /** Sets what its roof gives and its home takes, in kilowatts. */
    public synchronized Inverter home(double solarKilowatts, double loadKilowatts, Instant now) {
        walk(now);
        solar = solarKilowatts;
        load = loadKilowatts;
        return this;
    }

    /** Sets its schedule as its owner, or another controller, does in the vendor's app. */
    public synchronized void schedule(boolean on, List<Group> all, Instant now) {
        walk(now);
        schedulerOn = on;
        groups = List.copyOf(all);
    }

    /** Sets its work mode as its owner does in the vendor's app. */
    public synchronized void workMode(String mode, Instant now) {
        walk(now);
        workMode = mode;
    }

    /** Its datalogger stops talking to the cloud, which goes on to show what it saw last. */
    public synchronized void fallSilent(Instant now) {
        silentSince = Optional.of(now);
    }

    /** Its datalogger talks again. */
    public synchronized void speak() {
        silentSince = Optional.empty();
    }

    /** From now on a schedule that is written is kept, and the scheduler's switch stays as it was. */
    public synchronized void savingLeavesTheSwitch() {
        savingSwitchesOn = false;
    }

    synchronized boolean isSilent() {
        return silentSince.isPresent();
    }

    /** When the cloud heard of it last. */
    synchronized Instant heardAt(Instant now) {
        return silentSince.orElse(now);
    }

    synchronized void groups(List<Group> all, Instant now) {
        walk(now);
        groups = List.copyOf(all);
        schedulerOn |= savingSwitchesOn;
    }

    synchronized void schedulerOn(boolean on, Instant now) {
        walk(now);
        schedulerOn = on;
    }

    synchronized void minimumLevels(int deepest, int onGrid, Instant now) {
        walk(now);
        minSoc = deepest;
        minSocOnGrid = onGrid;
    }

    synchronized void maxSoc(int percent, Instant now) {
        walk(now);
        maxSoc = percent;
    }

    synchronized void exportLimit(int watts, Instant now) {
        walk(now);
        exportLimit = watts;
    }

    /** All eight places of the older scheduler. */
    synchronized List<Group> places() {
        List<Group> places = new ArrayList<>(groups);
        while (places.size() < 8) {
            places.add(Group.unused());
        }
        return places;
    }

    private void walk(Instant now) {
        if (Duration.between(walkedTo, now).compareTo(LONGEST_WALK) > 0) {
            walkedTo = now.minus(LONGEST_WALK);
        }
        while (walkedTo.isBefore(now)) {
            Instant next = walkedTo.plusSeconds(60);
            Instant to = next.isAfter(now) ? now : next;
            double hours = Duration.between(walkedTo, to).toMillis() / 3_600_000.0;
            level = Math.clamp(level + flow(walkedTo) * hours * 100_000 / Math.max(hardware.batteryWh(), 1), 0, 100);
            walkedTo = to;
        }
    }

    private double flow(Instant at) {
        LocalDateTime local = LocalDateTime.ofInstant(at, hardware.zone());
        int minute = local.getHour() * 60 + local.getMinute();
        Optional<Group> active = schedulerOn
                ? groups.stream().filter(group -> group.covers(minute)).findFirst()
                : Optional.empty();
        String mode = active.map(Group::workMode).orElse(workMode);
        int floor = active.map(Group::minSocOnGrid).orElse(minSocOnGrid);
        int ceiling = active.map(Group::maxSoc).orElse(maxSoc);
        double most = hardware.kilowatts();
        double forced =
                active.map(group -> Math.min(group.fdPwr() / 1000.0, most)).orElse(most);
        return switch (mode) {
            case "ForceCharge" -> level < ceiling ? forced : 0;
            // At 0 W it does not stand still, it runs at full power.
            case "ForceDischarge" ->
                level > Math.max(active.map(Group::fdSoc).orElse(floor), minSoc) ? -(forced == 0 ? most : forced) : 0;
            case "Backup" -> level < ceiling ? Math.min(2, most) : 0;
            case "Feedin" -> level > floor ? -Math.min(Math.max(load - solar, 0), most) : 0;
            default -> selfUse(floor, ceiling, most);
        };
    }

    private double selfUse(int floor, int ceiling, double most) {
        double surplus = Math.clamp(solar - load, -most, most);
        boolean held = surplus > 0 ? level >= ceiling : level <= floor;
        return held ? 0 : surplus;
    }
}
