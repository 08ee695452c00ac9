package energy.amps.faulttests.loop;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.check.SettingsRequest;
import energy.amps.command.Setting;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.faulttests.harness.Site;
import energy.amps.server.Platform;
import energy.amps.server.action.Action;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.device.Connectors;
import energy.amps.server.device.Freshness;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.PlatformClock;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One node in this JVM, behind a proxy to the database, with a clock that moves only when it is told to. */
final class Arena implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(4);
    private static final int MOST_STARTS = 5;
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    final Site site;
    final Ticking clock = new Ticking(START);
    final Faults faults = new Faults();
    private final Caller caller = new Caller(
            new Tenant(new CustomerId("cus_1"), Environment.LIVE), new KeyId("key_1"), new Caller.Scope.Everyone());
    private final List<Thread> burials = new ArrayList<>();
    private int replacements;
    private DatabaseProxy proxy;
    private Platform platform;

    Arena(Site site) {
        this.site = site;
        faults.disarm();
        proxy = open();
        platform = node(proxy);
    }

    private DatabaseProxy open() {
        try {
            return DatabaseProxy.open(site.postgres().server().port(), faults, () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Platform node(DatabaseProxy behind) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Platform node = new Platform(
                new Platform.Config(AgendaConfig.of(Duration.ofMillis(10), LEASE), Duration.ofMinutes(5)),
                Database.open(site.address(behind.port()), meters),
                new PlatformClock(clock, Duration.ZERO),
                Connectors.installed(name -> name.equals("AMPS_SCRIPTED_URL")
                        ? Optional.of(site.vendor().url().toString())
                        : Optional.empty()),
                meters);
        node.start();
        return node;
    }

    /** Whether the node has been told to die. */
    boolean isDead() {
        return proxy.isDead();
    }

    /** How many nodes have taken the place of another. */
    int replacements() {
        return replacements;
    }

    /** The node is gone: its connections break, and what it held lapses. */
    void kill() {
        try {
            proxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another node comes up once the dead one's lease has lapsed. Whatever the dead one still tries reaches nothing. */
    void replace() {
        kill();
        replacements++;
        Platform dead = platform;
        burials.add(Thread.ofPlatform().daemon().start(dead::close));
        for (int start = 1; ; start++) {
            clock.advance(LEASE.plusSeconds(1));
            proxy = open();
            try {
                platform = node(proxy);
                return;
            } catch (RuntimeException e) {
                if (!proxy.isDead() || start == MOST_STARTS) {
                    throw e;
                }
            }
        }
    }

    /** Pushes to a battery; empty when no answer came. */
    Optional<Checked<Action>> push(String device, Optional<Duration> start, Optional<Duration> end) {
        PushRequest request =
                new PushRequest("charge", Optional.empty(), start.map(this::at), end.map(this::at), Optional.empty());
        try {
            return Optional.of(platform.pushes()
                    .accept(
                            caller,
                            Family.BATTERY,
                            new DeviceId(device),
                            request,
                            SandboxControls.NONE,
                            Keep.nothing()));
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    /** Reads a battery, as a client who wants it fresh. */
    void read(String device) {
        platform.devices().read(caller, Family.BATTERY, new DeviceId(device), Freshness.EXPEDITE);
    }

    /** Writes a setting; empty when no answer came. */
    Optional<Checked<List<Setting>>> configure(String device, SettingsRequest request) {
        try {
            return Optional.of(
                    platform.pushes().configure(caller, Family.BATTERY, new DeviceId(device), request, Keep.nothing()));
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    private String at(Duration fromNow) {
        return clock.instant().plus(fromNow).toString();
    }

    @Override
    public void close() {
        faults.disarm();
        platform.close();
        kill();
        for (Thread burial : burials) {
            try {
                burial.join(Duration.ofSeconds(60));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
