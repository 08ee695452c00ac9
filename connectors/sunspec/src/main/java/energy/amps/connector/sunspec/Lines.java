package energy.amps.connector.sunspec;

import energy.amps.connector.sunspec.ModbusException.Kind;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to the devices: one connection to a host at a time, opened for one talk and closed after it, since many inverters take
 * one or a few, and others want to get a word in. Who finds the line taken waits, first come first served. Thread-safe.
 */
final class Lines {

    /** How many talks to one host may wait. */
    static final int WAITING_MOST = 16;

    /** How long one of them waits. */
    static final Duration WAIT = Duration.ofSeconds(4);

    /** How long one talk may last. */
    static final Duration TALK = Duration.ofSeconds(10);

    private final Networks networks;
    private final Duration answerLimit;
    private final ConcurrentHashMap<InetAddress, Line> lines = new ConcurrentHashMap<>();

    Lines(Networks networks) {
        this(networks, Connection.ANSWER_LIMIT);
    }

    /** With less patience, or more. */
    Lines(Networks networks, Duration answerLimit) {
        this.networks = networks;
        this.answerLimit = answerLimit;
    }

    /** What is said over a connection. */
    @FunctionalInterface
    interface Talk<T> {
        T over(Connection connection) throws ModbusException;
    }

    /** The line to one host; it is forgotten with its last user. */
    private record Line(Semaphore free, int users) {}

    /** Talks to a device. */
    <T> T talk(Address address, Talk<T> talk) throws ModbusException {
        InetAddress host = networks.admit(address.host());
        Line line = lines.compute(host, (key, known) -> joined(known));
        try {
            if (line.users() > WAITING_MOST + 1 || !line.free().tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ModbusException(Kind.CROWDED);
            }
            try (Connection connection = Connection.open(host, address, TALK, answerLimit)) {
                return talk.over(connection);
            } finally {
                line.free().release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModbusException(Kind.CROWDED, e);
        } finally {
            lines.compute(host, (key, known) -> left(known));
        }
    }

    private static Line joined(@Nullable Line known) {
        return known == null ? new Line(new Semaphore(1, true), 1) : new Line(known.free(), known.users() + 1);
    }

    private static @Nullable Line left(@Nullable Line known) {
        return known == null || known.users() == 1 ? null : new Line(known.free(), known.users() - 1);
    }
}
