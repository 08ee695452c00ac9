package energy.amps.testkit.conformance;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * All that is logged and printed while it is open, at every level of the connector's own loggers. What a logging library prints
 * goes on to where it would have gone.
 */
final class LogCapture implements AutoCloseable {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger own;
    private final Logger root = Logger.getLogger("");
    private final Handler handler = new Keeping();

    /** @param packageName the connector's package, whose loggers are opened wide */
    LogCapture(String packageName) {
        own = Logger.getLogger(packageName);
        own.setLevel(Level.ALL);
        root.addHandler(handler);
        System.setOut(new PrintStream(new Both(out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Both(err), true, StandardCharsets.UTF_8));
    }

    /** What there was so far. */
    String text() {
        synchronized (text) {
            return text.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        root.removeHandler(handler);
        own.setLevel(null);
    }

    private void keep(byte[] bytes, int offset, int length) {
        synchronized (text) {
            text.write(bytes, offset, length);
        }
    }

    private final class Keeping extends Handler {
        Keeping() {
            setLevel(Level.ALL);
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord line) {
            byte[] bytes = getFormatter().format(line).getBytes(StandardCharsets.UTF_8);
            keep(bytes, 0, bytes.length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final class Both extends OutputStream {
        private final PrintStream through;

        Both(PrintStream through) {
            this.through = through;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            keep(bytes, offset, length);
            through.write(bytes, offset, length);
        }
    }
}
