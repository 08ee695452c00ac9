package energy.amps.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * That many clients at once.
 *
 * @param clients how many, each with a connection of its own
 */
record Load(int clients) {

    /** Every client calls again as soon as it has its answer. */
    Round full(Duration length, Client.Source source) throws Exception {
        return run(source, (client, index, start, latencies) -> {
            long end = start + length.toNanos();
            long before = System.nanoTime();
            while (before < end && client.call()) {
                long after = System.nanoTime();
                latencies.record(after - before);
                before = after;
            }
        });
    }

    /**
     * Calls are sent at a steady rate, and their latency counts from when they were to be sent.
     *
     * @param perSecond calls of all clients together
     */
    Round paced(Duration length, double perSecond, Client.Source source) throws Exception {
        long gap = Math.max(1, (long) (clients * 1e9 / perSecond));
        return run(source, (client, index, start, latencies) -> {
            long end = start + length.toNanos();
            for (long due = start + gap * index / clients; due < end; due += gap) {
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                if (!client.call()) {
                    return;
                }
                latencies.record(System.nanoTime() - due);
            }
        });
    }

    private interface Pattern {
        void run(Client client, int index, long startNanos, Latencies latencies) throws Exception;
    }

    private record Part(Latencies latencies, long startNanos, long endNanos) {}

    private Round run(Client.Source source, Pattern pattern) throws Exception {
        List<Client> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                open.add(source.open());
            }
            CountDownLatch go = new CountDownLatch(clients);
            List<Future<Part>> parts = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                parts.add(threads.submit(part(open.get(i), i, go, pattern)));
            }
            return merged(parts);
        } finally {
            for (Client client : open) {
                client.close();
            }
        }
    }

    private static Callable<Part> part(Client client, int index, CountDownLatch go, Pattern pattern) {
        return () -> {
            Latencies latencies = new Latencies();
            go.countDown();
            go.await();
            long start = System.nanoTime();
            pattern.run(client, index, start, latencies);
            return new Part(latencies, start, System.nanoTime());
        };
    }

    private static Round merged(List<Future<Part>> futures) throws InterruptedException, ExecutionException {
        List<Part> parts = new ArrayList<>();
        for (Future<Part> future : futures) {
            parts.add(future.get());
        }
        Latencies all = new Latencies();
        parts.forEach(part -> all.add(part.latencies()));
        long start = parts.stream().mapToLong(Part::startNanos).min().orElseThrow();
        long end = parts.stream().mapToLong(Part::endNanos).max().orElseThrow();
        return new Round(all, end - start);
    }
}
