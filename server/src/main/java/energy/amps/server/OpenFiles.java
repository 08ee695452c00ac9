package energy.amps.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * How many files and sockets the system lets this process hold. A listener that accepts one too many ends for good, so the
 * edge must never take what is not there.
 *
 * @param most how many it may hold
 * @param open how many it holds
 */
record OpenFiles(long most, long open) {

    /** For the management port's connections, connectors' sockets, and files that are opened now and then. */
    static final int RESERVE = 192;

    /** Of the machine, where the JVM knows. */
    static Optional<OpenFiles> here() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? Optional.of(new OpenFiles(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount()))
                : Optional.empty();
    }

    /**
     * How many client connections can be served.
     *
     * @param wanted as many as an operator wants
     * @param database connections to the database that may still be opened
     */
    int connections(int wanted, int database) {
        return (int) Math.max(1, Math.min(wanted, most - open - database - RESERVE));
    }
}
