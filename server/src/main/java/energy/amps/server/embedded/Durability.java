package energy.amps.server.embedded;

import java.util.List;

/** What a crash of the machine may cost. */
public enum Durability {

    /** A commit is on the disk before it is answered. */
    DURABLE(List.of()),

    /** For tests alone: nothing is forced to the disk, and a crash of the machine loses the cluster. */
    DISPOSABLE(List.of(
            "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"));

    private final List<String> settings;

    Durability(List<String> settings) {
        this.settings = settings;
    }

    /** PostgreSQL's settings for it, each {@code name=value}. */
    List<String> settings() {
        return settings;
    }
}
