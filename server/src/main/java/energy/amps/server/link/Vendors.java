package energy.amps.server.link;

import energy.amps.connector.Account;
import energy.amps.connector.Challenge;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.Credentials;
import energy.amps.connector.DialsIn;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.Linking;
import energy.amps.connector.Secret;
import energy.amps.server.device.Connectors;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The vendors whose accounts a tenant may link, and the calls to them. Thread-safe. */
final class Vendors {
    private final Connectors connectors;
    private final Links.Line line;

    Vendors(Connectors connectors, Links.Line line) {
        this.connectors = connectors;
        this.line = line;
    }

    /**
     * A vendor that can be linked.
     *
     * @param connector its connector
     * @param linking the same, as it is linked
     */
    record Vendor(Connector connector, Linking linking) {}

    /** The vendor of that name, if the tenant may link its accounts: computed devices are the sandbox's, and nothing else is. */
    Optional<Vendor> find(Tenant tenant, String name) {
        return connectors
                .find(name)
                .filter(connector -> belongs(connector.profile(), tenant.environment()))
                .flatMap(connector -> connector instanceof Linking linking
                        ? Optional.of(new Vendor(connector, linking))
                        : Optional.empty());
    }

    /** The connector of that name whose devices dial in by themselves, if the tenant may link them. */
    Optional<Connector> findDialling(Tenant tenant, String name) {
        return connectors
                .find(name)
                .filter(connector -> belongs(connector.profile(), tenant.environment()))
                .filter(DialsIn.class::isInstance);
    }

    /** The names of all of them, sorted. */
    List<String> names(Tenant tenant) {
        return connectors.vendors().stream()
                .filter(name -> find(tenant, name).isPresent()
                        || findDialling(tenant, name).isPresent())
                .sorted()
                .toList();
    }

    private static boolean belongs(ConnectorProfile profile, Environment environment) {
        return profile.isSimulated() == (environment == Environment.SANDBOX);
    }

    LinkOutcome authenticate(Vendor vendor, Credentials credentials, Instant now) {
        return line.call(
                vendor.connector(),
                "authenticate",
                () -> vendor.linking().authenticate(credentials, now),
                LinkOutcome.Unavailable::new);
    }

    LinkOutcome answer(Vendor vendor, Challenge challenge, Secret code, Instant now) {
        return line.call(
                vendor.connector(),
                "answer",
                () -> vendor.linking().answer(challenge, code, now),
                LinkOutcome.Unavailable::new);
    }

    Discovery discover(Vendor vendor, Account account, Instant now) {
        return line.call(
                vendor.connector(),
                "discover",
                () -> vendor.linking().discover(account, now),
                Discovery.Unavailable::new);
    }
}
