package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.event.Bells;
import energy.amps.server.event.Feed;
import energy.amps.server.event.FeedEvent;
import energy.amps.server.http.shape.Query;
import energy.amps.server.http.view.Events;
import energy.amps.server.store.Tenant;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Feeds that are sent as they grow, as server-sent events. Thread-safe. */
final class EventStreams {
    /** Most streams of one customer and environment on a node. */
    static final int MOST_PER_TENANT = 10;

    /** Most streams on a node. */
    static final int MOST = 1_000;

    /** How long an event that another node numbered may wait. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** How often a stream shows that it lives. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Map<Tenant, AtomicInteger> open = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();

    /** A stream of what lies behind a position; 503 when there are too many. */
    Checked<Answer> open(EventFeatures events, Tenant tenant, long after) {
        if (open.getOrDefault(tenant, new AtomicInteger()).get() >= MOST_PER_TENANT || all.get() >= MOST) {
            return new Checked.Refused<>(Refusal.of(
                    ErrorCode.SERVICE_UNAVAILABLE, "Too many streams are open; close one, or read /events."));
        }
        return new Checked.Passed<>(new Answer.Stream((out, goesOn) -> {
            open.compute(tenant, (key, count) -> {
                AtomicInteger one = count == null ? new AtomicInteger() : count;
                one.incrementAndGet();
                return one;
            });
            all.incrementAndGet();
            try {
                run(events, tenant, after, out, goesOn);
            } finally {
                all.decrementAndGet();
                open.computeIfPresent(tenant, (key, count) -> count.decrementAndGet() == 0 ? null : count);
            }
        }));
    }

    private static void run(EventFeatures events, Tenant tenant, long after, OutputStream out, BooleanSupplier goesOn)
            throws IOException, InterruptedException {
        long place = after;
        long written = System.nanoTime();
        write(out, "retry: 2000\n\n");
        try (Bells.Listener listener = events.listen(tenant)) {
            while (goesOn.getAsBoolean()) {
                if (!(events.read(tenant, OptionalLong.of(place), Feed.MOST)
                        instanceof Checked.Passed<Feed.Part>(Feed.Part part))) {
                    return; // so slow that what it has not seen is gone: it learns that when it comes back
                }
                if (!part.events().isEmpty()) {
                    write(out, text(part));
                    written = System.nanoTime();
                    place = part.position();
                } else if (System.nanoTime() - written > HEARTBEAT.toNanos()) {
                    write(out, ": still here\n\n");
                    written = System.nanoTime();
                }
                if (!part.more()) {
                    listener.await(LOOK);
                }
            }
        }
    }

    private static String text(Feed.Part part) {
        StringBuilder text = new StringBuilder();
        for (FeedEvent event : part.events()) {
            text.append("id: ").append(Query.Cursor.of(event.position())).append('\n');
            text.append("event: ").append(event.type()).append('\n');
            text.append("data: ").append(Events.text(event)).append("\n\n");
        }
        return text.toString();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
