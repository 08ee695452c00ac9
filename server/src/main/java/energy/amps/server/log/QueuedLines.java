package energy.amps.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes log lines to standard error, many at a time, on a thread of its own: a request neither pays for a system call per line
 * nor waits for whoever reads the log. Thread-safe.
 */
public final class QueuedLines extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /** Lines that wait to be written; more are dropped and counted. */
    public static final int QUEUE = 8_192;

    /** How long lines gather before they are written together. */
    public static final Duration GATHER = Duration.ofMillis(10);

    private static final LongAdder DROPPED = new LongAdder();

    private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(QUEUE);
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final Thread writer = Thread.ofPlatform().daemon().name("log").unstarted(this::writeAsTheyCome);
    private final Thread atExit = Thread.ofPlatform().name("log-end").unstarted(this::writeAtOnce);
    private final PrintStream out;
    private @Nullable Encoder<ILoggingEvent> encoder;
    private volatile boolean atOnce;

    /** As Logback makes it: on standard error. */
    public QueuedLines() {
        this(System.err);
    }

    QueuedLines(PrintStream out) {
        this.out = out;
    }

    /** Lines that this process has dropped so far. */
    public static long dropped() {
        return DROPPED.sum();
    }

    /** The form of a line; set before the start. */
    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    @Override
    public void start() {
        Runtime.getRuntime().addShutdownHook(atExit);
        writer.start();
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        writeAtOnce();
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (!queue.offer(event)) {
            DROPPED.increment();
        }
        if (atOnce) {
            write();
        } else if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(writer);
        }
    }

    /** Writes what is queued, and from now on every line in the thread that logs it: the process ends. */
    private void writeAtOnce() {
        atOnce = true;
        LockSupport.unpark(writer);
        write();
    }

    private void writeAsTheyCome() {
        while (!atOnce) {
            write();
            if (queue.isEmpty()) {
                asleep.set(true);
                if (queue.isEmpty() && !atOnce) { // a line that came in between has not seen that nobody is awake
                    LockSupport.park(this);
                }
                asleep.set(false);
            }
            LockSupport.parkNanos(this, GATHER.toNanos());
        }
        write();
    }

    private void write() {
        writing.lock();
        try {
            List<ILoggingEvent> events = new ArrayList<>();
            if (queue.drainTo(events) == 0) {
                return;
            }
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            events.forEach(
                    event -> lines.writeBytes(Objects.requireNonNull(encoder).encode(event)));
            out.write(lines.toByteArray(), 0, lines.size());
            out.flush();
        } catch (RuntimeException e) {
            addError("log lines were lost", e); // the thread must outlive a line that cannot be written
        } finally {
            writing.unlock();
        }
    }
}
