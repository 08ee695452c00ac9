package energy.amps.server.link;

import energy.amps.check.Checked;
import energy.amps.connector.Connector;
import energy.amps.connector.DialsIn;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Secret;
import energy.amps.device.Family;
import energy.amps.server.link.Accounts.Opened;
import energy.amps.server.link.LinkRequest.Wanted;
import energy.amps.server.station.Pairings;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Links devices that dial in: there is no account to open, so the device is there at once, and whoever owns it gets the address
 * that it has to dial. Thread-safe.
 */
final class Expecting {
    private static final String PREFIX = "station_";

    private final Ids ids;
    private final Accounts accounts;
    private final Pairings pairings;

    Expecting(Ids ids, Accounts accounts, Pairings pairings) {
        this.ids = ids;
        this.accounts = accounts;
        this.pairings = pairings;
    }

    /**
     * A device that was made.
     *
     * @param account the connector's name of its account, which holds nothing else
     * @param device as the API shows it
     * @param pairingUrl what it has to dial; not to be seen again
     */
    record Expected(String account, Link.Device device, Secret pairingUrl) {}

    /** Whether such a device can be asked for: without credentials, and of a family that there is. */
    static Checked<Connector> check(Connector connector, LinkRequest request) {
        Set<Family> served = connector.profile().families();
        Optional<Family> family = request.wanted().family();
        if (family.filter(f -> !served.contains(f)).isPresent()) {
            return Refusals.noSuchFamily(request.vendor(), family.get(), served);
        }
        return request.credentials().isPresent()
                ? Refusals.wrongForm(
                        request.vendor(), request.credentials().get().type(), Set.of())
                : new Checked.Passed<>(connector);
    }

    /** Has a device of that user's expected. */
    Expected expect(Tx tx, Tenant tenant, UserId user, Connector connector, Wanted wanted, Instant now) {
        String name = ids.next(PREFIX);
        DiscoveredDevice device = ((DialsIn) connector).expected(name);
        Opened account = new Opened(user, connector, name, wanted.plantZone());
        DeviceKey key = accounts.register(tx, tenant, account, List.of(device)).getFirst();
        Secret url = pairings.expect(tx, key, connector.profile().vendor(), now);
        return new Expected(
                name,
                new Link.Device(Optional.of(key.device()), device.externalId(), device.family(), device.model()),
                url);
    }
}
