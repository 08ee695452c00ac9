package energy.amps.standin.foxess;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Whoever has a key: their inverters, and the calls that they made. Thread-safe. */
final class Customer {
    private static final int CALLS_A_DAY_AND_INVERTER = 1440;

    private final Map<String, Inverter> inverters = new LinkedHashMap<>();
    private final Map<LocalDate, Integer> callsByDay = new TreeMap<>();
    private final Map<String, Long> nextAllowedNanos = new ConcurrentHashMap<>();
    private boolean expired;

    synchronized void add(Inverter inverter) {
        inverters.put(inverter.hardware().sn(), inverter);
    }

    synchronized List<Inverter> inverters() {
        return List.copyOf(inverters.values());
    }

    synchronized Optional<Inverter> inverter(String sn) {
        return Optional.ofNullable(inverters.get(sn));
    }

    synchronized void expire() {
        expired = true;
    }

    synchronized boolean isExpired() {
        return expired;
    }

    synchronized int quota() {
        return CALLS_A_DAY_AND_INVERTER * Math.max(inverters.size(), 1);
    }

    /** Counts a call; false when the day has none left. */
    synchronized boolean count(Instant now) {
        return callsByDay.merge(day(now), 1, Integer::sum) <= quota();
    }

    synchronized int callsOn(Instant now) {
        return callsByDay.getOrDefault(day(now), 0);
    }

    synchronized Collection<Integer> callsOfAllDays() {
        return List.copyOf(callsByDay.values());
    }

    /** Whether the path may be called again; {@code gap} is between two calls of it. */
    boolean mayCall(String path, Duration gap) {
        long now = System.nanoTime();
        Long next = nextAllowedNanos.get(path);
        if (next != null && next - now > 0) {
            return false;
        }
        nextAllowedNanos.put(path, now + gap.toNanos());
        return true;
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
