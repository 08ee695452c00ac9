package energy.amps.server.device;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProvider;
import energy.amps.device.Family;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The connectors that are installed, by vendor. */
public final class Connectors {
    private final Map<String, Connector> byVendor;

    /** @param connectors at most one per vendor */
    public Connectors(Iterable<Connector> connectors) {
        Map<String, Connector> map = new LinkedHashMap<>();
        for (Connector connector : connectors) {
            String vendor = connector.profile().vendor();
            if (map.put(vendor, connector) != null) {
                throw new IllegalArgumentException("two connectors for the vendor " + vendor);
            }
        }
        byVendor = Map.copyOf(map);
    }

    /** Opens every connector on the class path. */
    public static Connectors installed(Function<String, Optional<String>> settings) {
        return installed(settings, Optional.empty());
    }

    /**
     * Opens every connector on the class path, and those in a folder of the operator's.
     *
     * @throws IllegalStateException saying what is wrong, when one of them cannot be opened
     */
    public static Connectors installed(Function<String, Optional<String>> settings, Optional<Path> folder) {
        try {
            Stream<ConnectorProvider> ours =
                    ServiceLoader.load(ConnectorProvider.class).stream().map(ServiceLoader.Provider::get);
            Stream<ConnectorProvider> others = folder.map(ConnectorFolder::providers).orElse(List.of()).stream();
            return new Connectors(Stream.concat(ours, others)
                    .map(provider -> provider.open(settings))
                    .toList());
        } catch (IllegalArgumentException | ServiceConfigurationError e) {
            throw new IllegalStateException("the connectors cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * The connector of a vendor.
     *
     * @throws IllegalStateException when a stored device names a vendor whose connector is not installed
     */
    public Connector of(String vendor) {
        return find(vendor)
                .orElseThrow(() -> new IllegalStateException("no connector is installed for the vendor " + vendor));
    }

    /** The connector of a vendor, where one is installed. */
    public Optional<Connector> find(String vendor) {
        return Optional.ofNullable(byVendor.get(vendor));
    }

    /** The vendors whose connectors are installed. */
    public Set<String> vendors() {
        return byVendor.keySet();
    }

    /** Every family that some connector serves. */
    public Set<Family> families() {
        Set<Family> families = EnumSet.noneOf(Family.class);
        byVendor.values().forEach(c -> families.addAll(c.profile().families()));
        return families;
    }
}
