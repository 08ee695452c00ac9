package energy.amps.server;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this process may use: of the machine, or of its container where that has a limit. */
final class Memory {
    private Memory() {}

    /** In bytes; 0 where the platform does not tell. */
    static long bytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}
