package energy.amps.server.device;

import energy.amps.connector.ConnectorState;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.StateChange;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.device.DeviceEvents.Of;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.TenantClock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Devices come, lose their vendor, come back and go; each step is one transaction with its event. Thread-safe.
 *
 * <p>A device that has lost its vendor keeps its id, its history and its scheduled actions; linking its account again brings it
 * back.
 */
public final class Connections {
    private static final int TOKEN_LENGTH = 32;

    private final Database database;
    private final TenantClock clock;
    private final Ids ids;
    private final Supplier<String> publicUrl;
    private final DeviceEvents events;

    /** @param publicUrl under which the service's pages are found, without a slash at its end */
    public Connections(Database database, TenantClock clock, Ids ids, Supplier<String> publicUrl) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.publicUrl = publicUrl;
        this.events = new DeviceEvents(ids);
    }

    /**
     * Where a device comes from.
     *
     * @param user whose it is
     * @param account the account row that holds it
     * @param vendor its vendor
     * @param plantZone where its plant is, where the integrator says so
     */
    public record Origin(Tenant tenant, UserId user, String account, String vendor, Optional<ZoneId> plantZone) {}

    /**
     * A device that the account holds already, under its lock.
     *
     * @param id its id
     * @param externalId the vendor's name of it
     * @param disconnected whether it had lost its vendor
     * @param state what its connector remembers
     */
    public record Known(DeviceId id, String externalId, boolean disconnected, ConnectorState state) {}

    /** Locks what an account holds already, by the vendor's names. The account's row is locked. */
    public static Map<String, Known> lock(Tx tx, Tenant tenant, String account) {
        // Locking is a statement of its own: one that waits for a lock keeps the snapshot of before.
        return tx
                .both(
                        row -> row.text("id"),
                        Connections::known,
                        """
                        select id from device where customer_id = ? and link_id = ? and leaving_at is null order by id for update;
                        select d.id, d.external_id, d.disconnected_at is not null as disconnected, s.version, s.content
                        from device d join connector_state s on s.customer_id = d.customer_id and s.device_id = d.id
                        where d.customer_id = ? and d.link_id = ? and d.leaving_at is null
                        """,
                        tenant.customer().value(),
                        account,
                        tenant.customer().value(),
                        account)
                .second()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Known::externalId, Function.identity()));
    }

    private static Known known(Row row) {
        return new Known(
                new DeviceId(row.text("id")),
                row.text("external_id"),
                row.flag("disconnected"),
                new ConnectorState(row.count("version"), row.text("content")));
    }

    /** A device comes. */
    public DeviceKey connect(Tx tx, Origin origin, DiscoveredDevice found) {
        Tenant tenant = origin.tenant();
        DeviceKey key = new DeviceKey(tenant, new DeviceId(ids.next(DeviceId.PREFIX)));
        Instant now = clock.now(tx, tenant);
        tx.update(
                """
                insert into device (customer_id, environment, id, user_id, family, vendor, model, plant_zone, created_at,
                    link_id, external_id, sees, sequence)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1);
                insert into connector_state (customer_id, environment, device_id, version, content)
                values (?, ?, ?, ?, ?)
                """,
                tenant.customer().value(),
                tenant.environment().wire(),
                key.device().value(),
                origin.user().value(),
                found.family().wire(),
                origin.vendor(),
                found.model(),
                origin.plantZone().map(ZoneId::getId),
                now,
                origin.account(),
                found.externalId(),
                families(found.sees()),
                tenant.customer().value(),
                tenant.environment().wire(),
                key.device().value(),
                found.initialState().version(),
                found.initialState().text());
        LookRows.begin(tx, key, now);
        events.connected(tx, new Of(key, found.family(), origin.user(), 1, now));
        return key;
    }

    private static @Nullable Object families(Set<Family> families) {
        return families.isEmpty()
                ? null
                : families.stream().sorted().map(Family::wire).toArray(String[]::new);
    }

    /**
     * A device that the account holds already was found again: its connector renews what it remembers, and if it had lost its
     * vendor it is back.
     */
    public DeviceKey meetAgain(Tx tx, Origin origin, Known known, DiscoveredDevice found, StateChange renewal) {
        DeviceKey key = new DeviceKey(origin.tenant(), known.id());
        String customer = origin.tenant().customer().value();
        ConnectorState renewed = renewal.from(known.state());
        if (!renewed.equals(known.state())) {
            tx.update(
                    "update connector_state set version = ?, content = ? where customer_id = ? and device_id = ?",
                    renewed.version(),
                    renewed.text(),
                    customer,
                    known.id().value());
        }
        origin.plantZone()
                .ifPresent(zone -> tx.update(
                        "update device set plant_zone = ? where customer_id = ? and id = ?",
                        zone.getId(),
                        customer,
                        known.id().value()));
        if (known.disconnected()) {
            long sequence = tx.one(
                            row -> row.number("sequence"),
                            """
                            update device set disconnected_at = null, sequence = sequence + 1
                            where customer_id = ? and id = ? returning sequence
                            """,
                            customer,
                            known.id().value())
                    .orElseThrow();
            tx.update(
                    "delete from reconnection where customer_id = ? and device_id = ?",
                    customer,
                    known.id().value());
            Instant now = clock.now(tx, origin.tenant());
            LookRows.begin(tx, key, now);
            events.reconnected(tx, new Of(key, found.family(), origin.user(), sequence, now));
        }
        return key;
    }

    private record Parted(Family family, UserId user, long sequence) {}

    /** The vendor no longer takes the credentials of a device's account: it is disconnected, once, with a way back. */
    public void lost(DeviceKey key) {
        database.inTransaction(key.tenant(), tx -> {
            Instant now = clock.now(tx, key.tenant());
            Optional<Parted> parted =
                    part(tx, key, "disconnected_at", "disconnected_at is null and leaving_at is null", now);
            parted.ifPresent(from -> {
                String token = ids.secret(TOKEN_LENGTH);
                tx.update(
                        """
                        insert into reconnection (customer_id, environment, device_id, token_hash, created_at)
                        values (?, ?, ?, ?, ?)
                        on conflict (customer_id, device_id) do update
                        set token_hash = excluded.token_hash, created_at = excluded.created_at
                        """,
                        key.tenant().customer().value(),
                        key.tenant().environment().wire(),
                        key.device().value(),
                        hash(token),
                        now);
                events.disconnected(
                        tx,
                        of(key, from, now),
                        Optional.of(publicUrl.get() + "/link/reconnect?reconnect=true&token=" + token));
            });
            return true;
        });
    }

    /** A device that is being erased goes; there is no way back. Once, however often it is said. */
    public void takeLeave(Tx tx, DeviceKey key) {
        Instant now = clock.now(tx, key.tenant());
        part(tx, key, "left_at", "left_at is null and leaving_at is not null", now)
                .ifPresent(from -> events.disconnected(tx, of(key, from, now), Optional.empty()));
    }

    private static Of of(DeviceKey key, Parted from, Instant now) {
        return new Of(key, from.family(), from.user(), from.sequence(), now);
    }

    private static Optional<Parted> part(Tx tx, DeviceKey key, String column, String unless, Instant now) {
        return tx.one(
                row -> new Parted(
                        Family.of(row.text("family")).orElseThrow(),
                        new UserId(row.text("user_id")),
                        row.number("sequence")),
                "update device set " + column + " = ?, sequence = sequence + 1"
                        + " where customer_id = ? and environment = ? and id = ? and " + unless
                        + " returning family, user_id, sequence",
                now,
                key.tenant().customer().value(),
                key.tenant().environment().wire(),
                key.device().value());
    }

    /** What is stored of a token: it is random, and there is nothing to stretch. */
    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
