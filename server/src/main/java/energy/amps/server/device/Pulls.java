package energy.amps.server.device;

import energy.amps.connector.ReadOutcome;
import energy.amps.connector.ReadOutcome.Reading;
import energy.amps.connector.ReadOutcome.Unreadable;
import energy.amps.fault.FaultCode;
import energy.amps.server.device.Readings.Standing;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.tenant.TenantClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Pulls live devices, one at a time each, over all nodes: who comes while a pull is under way waits for what it brings. On one
 * node they wait in memory; between nodes the row of the device is looked at. Thread-safe.
 */
final class Pulls {
    /** How much longer than a vendor's time limit a pull may have its device. */
    static final Duration MARGIN = Duration.ofSeconds(5);

    /** How long another node's pull is left alone before it is looked at again. */
    static final Duration PAUSE = Duration.ofMillis(25);

    /** The longest such pause. */
    static final Duration PAUSE_MOST = Duration.ofMillis(250);

    /** How often a reading that was begun before the last write is not taken, and another one is waited for. */
    static final int TRIES = 3;

    private static final Unreadable NOT_IN_TIME = new Unreadable(FaultCode.TIMEOUT, "The device was not read in time.");

    private final Readings readings;
    private final Devices.LiveReads vendors;
    private final InstantSource platform;
    private final TenantClock clock;
    private final Map<DeviceKey, CompletableFuture<ReadOutcome>> running = new ConcurrentHashMap<>();
    private final CountDownLatch never = new CountDownLatch(1);

    /**
     * @param vendors asks the vendors
     * @param platform the platform's time, for leases
     */
    Pulls(Readings readings, Devices.LiveReads vendors, InstantSource platform, TenantClock clock) {
        this.readings = readings;
        this.vendors = vendors;
        this.platform = platform;
        this.clock = clock;
    }

    /** The device as its vendor shows it now, or why it cannot be seen: this caller's own pull, or one that it shares. */
    ReadOutcome pull(DeviceKey key, FoundDevice found) {
        Optional<Instant> ended = found.stored().reading().flatMap(StoredReading::endedAt);
        ReadOutcome outcome = NOT_IN_TIME;
        for (int tries = 0; tries < TRIES; tries++) {
            outcome = share(key, found);
            if (!(outcome instanceof Reading reading)
                    || ended.filter(reading.observedAt()::isBefore).isEmpty()) {
                return outcome;
            }
        }
        return outcome;
    }

    private ReadOutcome share(DeviceKey key, FoundDevice found) {
        CompletableFuture<ReadOutcome> mine = new CompletableFuture<>();
        CompletableFuture<ReadOutcome> other = running.putIfAbsent(key, mine);
        if (other != null) {
            return waitFor(other, patience(found));
        }
        ReadOutcome outcome = NOT_IN_TIME;
        try {
            outcome = overNodes(key, found);
            return outcome;
        } finally {
            running.remove(key, mine);
            mine.complete(outcome);
        }
    }

    private static ReadOutcome waitFor(CompletableFuture<ReadOutcome> other, Duration patience) {
        try {
            return other.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return NOT_IN_TIME;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_IN_TIME;
        }
    }

    /** As long as another node's pull may take, and then one's own. */
    private static Duration patience(FoundDevice found) {
        return lease(found).multipliedBy(2);
    }

    private static Duration lease(FoundDevice found) {
        return found.connector().profile().callTimeout().plus(MARGIN);
    }

    private ReadOutcome overNodes(DeviceKey key, FoundDevice found) {
        long patienceNanos = patience(found).toNanos();
        long beganNanos = System.nanoTime();
        while (System.nanoTime() - beganNanos < patienceNanos) {
            Instant now = platform.instant();
            Optional<Long> token = readings.claim(key, now, now.plus(lease(found)));
            if (token.isPresent()) {
                return mine(key, found, token.get());
            }
            Optional<ReadOutcome> theirs = theirs(key, found, beganNanos + patienceNanos);
            if (theirs.isPresent()) {
                return theirs.get();
            }
        }
        return NOT_IN_TIME;
    }

    private ReadOutcome mine(DeviceKey key, FoundDevice found, long token) {
        ReadOutcome outcome = new Unreadable(FaultCode.UNKNOWN_ERROR, "The device could not be read.");
        try {
            // From here on: a reading that was begun before its lease could be older than a write that it must show.
            outcome = vendors.read(key, found.connector(), found.stored().linked(clock.now(key.tenant())));
            return outcome;
        } finally {
            readings.finish(key, token, outcome);
        }
    }

    /** What another node's pull brings; nothing when it lapses, or was given up. */
    private Optional<ReadOutcome> theirs(DeviceKey key, FoundDevice found, long untilNanos) {
        Standing standing = readings.look(key, found.device().family());
        long awaited = standing.token();
        Duration pause = PAUSE;
        while (standing.pulled() < awaited) {
            boolean lapsed = standing.until()
                    .filter(until -> until.isAfter(platform.instant()))
                    .isEmpty();
            if (lapsed || System.nanoTime() > untilNanos || !paused(pause)) {
                return Optional.empty();
            }
            pause = pause.multipliedBy(2).compareTo(PAUSE_MOST) < 0 ? pause.multipliedBy(2) : PAUSE_MOST;
            standing = readings.look(key, found.device().family());
        }
        return standing.outcome();
    }

    private boolean paused(Duration pause) {
        try {
            return !never.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
