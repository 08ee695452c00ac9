package energy.amps.server.station;

import energy.amps.connector.ConnectorState;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.StateChange;
import energy.amps.connector.Switchboard.Reply;
import energy.amps.device.DeviceId;
import energy.amps.server.station.CallRows.Question;
import energy.amps.server.station.StationRows.Expected;
import energy.amps.server.station.StationRows.Held;
import energy.amps.server.station.StationRows.Place;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.tenant.TenantClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What this package asks of the database: over tenants, because a device says who it is only when it has come. Thread-safe. */
final class StationStore {
    private final Database database;
    private final InstantSource platform;
    private final TenantClock tenants;
    private final String node;

    /**
     * @param platform the platform's time
     * @param node this node's id
     */
    StationStore(Database database, InstantSource platform, TenantClock tenants, String node) {
        this.database = database;
        this.platform = platform;
        this.tenants = tenants;
        this.node = node;
    }

    String node() {
        return node;
    }

    Instant now(DeviceKey device) {
        return tenants.now(device.tenant());
    }

    Optional<Expected> expected(Caller caller) {
        byte[] hash = Tokens.hash(caller.token());
        return database.asEngineForCaller(tx -> StationRows.find(tx, hash));
    }

    /** Whether the device is that caller's from now on; then its model is noted. */
    boolean introduced(DeviceKey device, Caller caller, String model) {
        return database.asEngine(tx -> {
            boolean taken = StationRows.claim(tx, device, caller, platform.instant());
            if (taken) {
                StationRows.model(tx, device, model);
            }
            return taken;
        });
    }

    Optional<Long> connected(DeviceKey device) {
        return database.asEngineAtOnce(tx -> StationRows.connected(tx, device, node, platform.instant()));
    }

    void away(DeviceKey device, long session) {
        database.asEngineAtOnce(tx -> {
            StationRows.away(tx, device, session);
            return true;
        });
    }

    List<Held> held() {
        return database.asEngineAtOnce(tx -> StationRows.heldBy(tx, node));
    }

    int freeOfTheDead() {
        return database.asEngineAtOnce(StationRows::freeOfTheDead);
    }

    void leave() {
        database.asEngineAtOnce(tx -> {
            StationRows.leave(tx, node);
            return true;
        });
    }

    /** Where the device's socket is, if it is on a node that is alive. */
    Optional<Place> place(DeviceId device) {
        return database.asEngineForCaller(tx -> StationRows.place(tx, device, platform.instant()));
    }

    LinkedDevice device(DeviceKey device) {
        Instant now = now(device);
        return database.asEngineAtOnce(tx -> StationRows.device(tx, device, now))
                .orElseThrow(StationStore::gone);
    }

    ConnectorState remember(DeviceKey device, StateChange change) {
        return database.asEngine(tx -> {
            ConnectorState before = StationRows.lock(tx, device).orElseThrow(StationStore::gone);
            ConnectorState after = change.from(before);
            if (!after.equals(before)) {
                StationRows.remember(tx, device, after);
            }
            return after;
        });
    }

    private static IllegalStateException gone() {
        return new IllegalStateException("the device is gone");
    }

    void put(Question question, String other, Duration patience) {
        database.asEngineAtOnce(tx -> {
            CallRows.put(tx, question, other, platform.instant().plus(patience));
            return true;
        });
    }

    List<Question> take() {
        return database.asEngineAtOnce(tx -> CallRows.take(tx, node, platform.instant()));
    }

    void answer(Question question, Reply reply) {
        database.asEngineAtOnce(tx -> {
            CallRows.answer(tx, question, reply);
            return true;
        });
    }

    Optional<Reply> reply(Question question) {
        return database.asEngineAtOnce(tx -> CallRows.reply(tx, question));
    }

    boolean drop(Question question) {
        return database.asEngineAtOnce(tx -> CallRows.drop(tx, question));
    }

    void forget(Duration older) {
        database.asEngineAtOnce(tx -> {
            CallRows.forget(tx, platform.instant().minus(older));
            return true;
        });
    }
}
