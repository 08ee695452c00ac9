package energy.amps.connector.sandbox;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The sunshine on each roof, worked out once. */
final class Roofs {

    private static final Map<Home, Sunshine> BY_HOME = byHome();

    private Roofs() {}

    /** What a home's roof gives; empty where it has no modules. */
    static Optional<Sunshine> of(Home home) {
        return Optional.ofNullable(BY_HOME.get(home));
    }

    /** The mean power of a home's roof over a quarter hour, kW. */
    static double mean(Home home, long quarter) {
        Sunshine sunshine = BY_HOME.get(home);
        return sunshine == null ? 0 : sunshine.mean(quarter);
    }

    private static Map<Home, Sunshine> byHome() {
        Map<Home, Sunshine> roofs = new EnumMap<>(Home.class);
        for (Home home : Home.values()) {
            home.roof().ifPresent(roof -> roofs.put(home, new Sunshine(home.climate(), roof.peak())));
        }
        return roofs;
    }
}
