package energy.amps.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Lines arrive, in order, with what was so when they were logged; and nobody waits for whoever reads them. */
class QueuedLinesTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("test");

    private QueuedLines lines(OutputStream to) {
        context.setMDCAdapter(((LoggerContext) LoggerFactory.getILoggerFactory()).getMDCAdapter());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg %mdc%n");
        encoder.start();
        QueuedLines lines = new QueuedLines(new PrintStream(to, false, StandardCharsets.UTF_8));
        lines.setContext(context);
        lines.setEncoder(encoder);
        lines.start();
        logger.addAppender(lines);
        return lines;
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aLineIsWrittenThoughNothingFollowsIt() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines(out);
        logger.info("one");
        await().until(() -> out.toString(StandardCharsets.UTF_8).equals("one \n"));
        logger.info("another, later");
        await().until(() -> out.toString(StandardCharsets.UTF_8).equals("one \nanother, later \n"));
    }

    @Test
    void theContextIsThatOfTheMomentOfLogging() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        QueuedLines lines = lines(out);
        MDC.put("requestId", "req_1");
        logger.info("one");
        MDC.remove("requestId");
        lines.stop();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one requestId=req_1\n");
    }

    @Test
    void theEndLosesNothing() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        QueuedLines lines = lines(out);
        List<String> logged =
                IntStream.range(0, 1_000).mapToObj(i -> "line " + i).toList();
        logged.forEach(logger::info);
        lines.stop();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(String::strip))
                .isEqualTo(logged);
    }

    @Test
    void whoLogsDoesNotWaitForAReaderThatDoesNotRead() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch reads = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines(new OutputStream() {
            @Override
            public void write(int one) {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                stuck.countDown();
                await().atMost(Duration.ofMinutes(1)).until(() -> reads.getCount() == 0);
                out.write(bytes, offset, length);
            }
        });
        logger.info("first");
        assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
        long before = QueuedLines.dropped();
        for (int i = 0; i < QueuedLines.QUEUE + 7; i++) {
            logger.info("more");
        }
        assertThat(QueuedLines.dropped() - before).isEqualTo(7);
        reads.countDown();
        await().until(() -> out.toString(StandardCharsets.UTF_8).lines().count() == QueuedLines.QUEUE + 1);
    }
}
