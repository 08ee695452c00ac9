package energy.amps.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What processes have used since they began, as Linux counts it; other systems do not tell.
 *
 * @param cpuMicros user and system time
 * @param faults pages of memory that had to be mapped before they could be used, without a disk
 */
record Usage(long cpuMicros, long faults) {
    static final Usage NONE = new Usage(0, 0);

    /** The kernel counts for programs in hundredths of a second, whatever it does inside. */
    private static final long MICROS_PER_TICK = 10_000;

    /** The first field behind the name, which may have blanks and parentheses of its own, is the third. */
    private static final int FIRST_FIELD = 3;

    private static final int FAULTS = 10;
    private static final int FAULTS_OF_ENDED = 11;
    private static final int USER = 14;
    private static final int SYSTEM = 15;
    private static final int USER_OF_ENDED = 16;
    private static final int SYSTEM_OF_ENDED = 17;

    /** Of one process. */
    static Optional<Usage> of(long pid) {
        return stat(pid).map(Usage::own);
    }

    /** Of one process, of all that descend from it, and of those of its children that have ended. */
    static Optional<Usage> ofAll(long pid) {
        Usage children = NONE;
        try (Stream<ProcessHandle> tree = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants)) {
            for (long child : tree.mapToLong(ProcessHandle::pid).toArray()) {
                // One that ends meanwhile is among the ended ones of its parent, which is read last.
                children = children.plus(of(child).orElse(NONE));
            }
        }
        Usage living = children;
        return stat(pid).map(stat -> own(stat).plus(ended(stat)).plus(living));
    }

    private static Optional<String> stat(long pid) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException e) {
            // It has ended, before this or during it; or there is no such file system.
            return Optional.empty();
        }
    }

    /** What {@code /proc/<pid>/stat} says of the process itself. */
    static Usage own(String stat) {
        String[] fields = fields(stat);
        return new Usage((field(fields, USER) + field(fields, SYSTEM)) * MICROS_PER_TICK, field(fields, FAULTS));
    }

    /** What it says of children that have ended. */
    static Usage ended(String stat) {
        String[] fields = fields(stat);
        return new Usage(
                (field(fields, USER_OF_ENDED) + field(fields, SYSTEM_OF_ENDED)) * MICROS_PER_TICK,
                field(fields, FAULTS_OF_ENDED));
    }

    private static String[] fields(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
    }

    private static long field(String[] fields, int number) {
        return Long.parseLong(fields[number - FIRST_FIELD]);
    }

    private Usage plus(Usage other) {
        return new Usage(cpuMicros + other.cpuMicros, faults + other.faults);
    }
}
