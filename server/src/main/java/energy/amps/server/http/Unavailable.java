package energy.amps.server.http;

import java.util.Locale;

/** Why a request was answered 503: the label {@code cause} of {@code amps.http.unavailable}. */
enum Unavailable {
    /** As many requests as may be are in work. */
    OVERLOAD,
    /** The node is shutting down. */
    DRAINING,
    /** No connection to the database became free in time; nothing was asked of it. */
    BUSY,
    /** The database cannot be reached, or refused for the moment. */
    STORE,
    /** A feature behind the edge said so. */
    FEATURE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
