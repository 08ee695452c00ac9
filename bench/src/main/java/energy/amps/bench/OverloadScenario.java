package energy.amps.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Twice the load that the server can take, for a while, and what is left of it afterwards. */
final class OverloadScenario {
    private static final int CAPACITY_CLIENTS = 64;
    private static final int CAPACITY_ROUNDS = 3;
    private static final double TIMES = 2;
    private static final double CALM = 0.1;
    private static final int CALM_ROUNDS = 10;
    private static final int CALM_CLIENTS = 8;
    private static final int RECOVERY_ROUNDS = 60;
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration STRETCH = Duration.ofMinutes(1);
    private static final Duration END_LIMIT = Duration.ofMinutes(10);

    /** Over what is overdue by more than this, the engine is behind. */
    private static final String OVERDUE = "due where due_at < now() - interval '1 second'";

    private static final String UNFINISHED = "due where kind = 'action' and not starts_with(ref, 'act_standing')";

    private final Site site;
    private final Options.OverloadSize size;

    OverloadScenario(Site site) {
        this.site = site;
        this.size = site.options().overload();
    }

    Finding run() throws Exception {
        Path logs = Files.createTempDirectory(Files.createDirectories(site.folder()), "bench-gc-");
        Path gcLog = logs.resolve("gc.log");
        try (ServerProcess server =
                site.start(new ServerProcess.Setup(List.of(GcLog.flag(gcLog.toString())), Map.of()))) {
            return server.keepingDataOnFailure(() -> {
                Machine machine = site.machine(server.data(), server.postgres());
                return new Finding(machine, measured(server, gcLog).report());
            });
        } finally {
            ServerProcess.remove(logs);
        }
    }

    private OverloadFindings measured(ServerProcess server, Path gcLog) throws Exception {
        Postgres postgres = server.postgres();
        postgres.run("create schema bench");
        Fleet fleet = Fleet.like(server.battery(), size.fleet(), postgres);
        try (HttpConnection http = new HttpConnection(server.url())) {
            Instant far = site.clock().instant().plus(Duration.ofDays(20));
            fleet.occupy(PushScenario.push(http, server, server.battery(), PushScenario.pushAt(far)));
        }
        Callers callers = new Callers(server);
        double capacity = capacity(callers);
        new Drain(postgres, site.clock()).empty(UNFINISHED, site.clock().instant(), END_LIMIT);
        double calmP99 = calmP99(callers, capacity);
        server.process().collectGarbage();
        double heapBefore = server.metrics().heapBytes();

        Tally tally = new Tally(callers.mix(), STRETCH);
        Instant from = site.clock().instant();
        Cpu cpu = new Cpu(server);
        try (OpenLoop loop = new OpenLoop(server.url(), size.connections())) {
            tally.start();
            loop.run(capacity * TIMES, size.length(), tally);
        }
        List<Double> cores = cpu.coresUsed();
        Instant end = from.plus(size.length());
        site.progress("overload: the load has ended, " + tally.accepted().size() + " pushes accepted");
        Recovery recovery = recovery(server, callers, capacity, calmP99, end);
        boolean allEnded = new Drain(postgres, site.clock())
                .within(UNFINISHED, site.clock().instant(), END_LIMIT)
                .isPresent();
        server.process().collectGarbage();
        double heapAfter = server.metrics().heapBytes();
        OverloadFindings.Load load = new OverloadFindings.Load(size, capacity, TIMES, from, STRETCH, cores);
        OverloadFindings.Heap heap =
                new OverloadFindings.Heap(heapBefore, heapAfter, GcLog.of(Files.readAllLines(gcLog)));
        Kept kept = Kept.of(postgres, tally.accepted(), from, STRETCH);
        return new OverloadFindings(load, tally, heap, kept, recovery, allEnded);
    }

    /** Mixed callers, each pushing to devices of its own. */
    private final class Callers {
        private static final int PARTS = CAPACITY_CLIENTS + CALM_CLIENTS + 1;
        private final ServerProcess server;
        private final AtomicInteger next = new AtomicInteger();
        private final List<Mix> mixes = new ArrayList<>();

        Callers(ServerProcess server) {
            this.server = server;
            // The load gets one half of the fleet, the others share the other.
            int half = size.fleet() / 2;
            int part = half / PARTS;
            for (int i = 0; i < PARTS - 1; i++) {
                mixes.add(new Mix(server, site.clock(), i * part, part));
            }
            mixes.add(new Mix(server, site.clock(), half, half));
        }

        Mix mix() {
            return mixes.getLast();
        }

        /** In turn; each is at one client at a time, because rounds follow each other. */
        Client open() throws IOException {
            Mix mix = mixes.get(next.getAndIncrement() % (PARTS - 1));
            HttpConnection http = new HttpConnection(server.url());
            return new Client() {
                @Override
                public boolean call() throws IOException {
                    int status = http.status(mix.next());
                    if (status != 200 && status != 202 && status != 409) {
                        throw new IOException("answered " + status);
                    }
                    return true;
                }

                @Override
                public void close() throws IOException {
                    http.close();
                }
            };
        }
    }

    private double capacity(Callers callers) throws Exception {
        List<Double> rates = new ArrayList<>();
        for (int i = -1; i < CAPACITY_ROUNDS; i++) {
            Round round = new Load(CAPACITY_CLIENTS).full(site.options().length(), callers::open);
            if (i >= 0) {
                rates.add(round.perSecond());
            }
        }
        double capacity = Spread.of(rates).median();
        site.progress(String.format("overload: capacity %.0f/s", capacity));
        return capacity;
    }

    /** The worst second of some calm ones. */
    private static double calmP99(Callers callers, double capacity) throws Exception {
        List<Double> p99 = new ArrayList<>();
        for (int i = 0; i < CALM_ROUNDS; i++) {
            p99.add(new Load(CALM_CLIENTS)
                    .paced(A_SECOND, capacity * CALM, callers::open)
                    .p99Millis());
        }
        return Collections.max(p99);
    }

    /**
     * How it came back.
     *
     * @param calmP99Millis of the worst calm second before
     * @param latencySeconds from the end of the load to the end of the first second with no worse; negative: none was
     * @param engineSeconds from the end of the load until nothing was overdue by more than a second; negative: it never came
     */
    record Recovery(double calmP99Millis, double latencySeconds, double engineSeconds) {}

    private Recovery recovery(ServerProcess server, Callers callers, double capacity, double calmP99, Instant end)
            throws Exception {
        try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
            Future<Double> engine = beside.submit(() -> new Drain(server.postgres(), site.clock())
                    .within(OVERDUE, end, END_LIMIT)
                    .map(time -> time.toMillis() / 1000.0)
                    .orElse(-1.0));
            double latency = -1;
            for (int i = 0; i < RECOVERY_ROUNDS && latency < 0; i++) {
                Round second = new Load(CALM_CLIENTS).paced(A_SECOND, capacity * CALM, callers::open);
                if (second.p99Millis() <= calmP99) {
                    latency = Duration.between(end, site.clock().instant()).toMillis() / 1000.0;
                }
            }
            return new Recovery(calmP99, latency, engine.get());
        }
    }

    /** How many cores this process and the server's JVM keep busy. */
    private static final class Cpu {
        private final ServerProcess server;
        private final long startNanos = System.nanoTime();
        private final Duration ours;
        private final Duration theirs;

        Cpu(ServerProcess server) {
            this.server = server;
            this.ours = own();
            this.theirs = server.process().cpu();
        }

        private static Duration own() {
            return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        }

        List<Double> coresUsed() {
            double wall = System.nanoTime() - startNanos;
            return List.of(
                    own().minus(ours).toNanos() / wall,
                    server.process().cpu().minus(theirs).toNanos() / wall);
        }
    }
}
