package energy.amps.bench;

import energy.amps.server.embedded.Durability;
import energy.amps.server.embedded.EmbeddedPostgres;
import energy.amps.server.embedded.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Several nodes over one durable PostgreSQL, which belongs to this process and outlives each of them. */
final class Cluster implements AutoCloseable {
    private static final int CONNECTIONS = 300;
    private static final String DATABASE = "amps";
    private static final long LOOK_NANOS = 20_000_000L;
    private static final int MOST_LOOKS = 1_500;

    private final Site site;
    private final Path data;
    private final EmbeddedPostgres embedded;
    private final List<Node> nodes = new ArrayList<>();

    private Cluster(Site site, Path data, EmbeddedPostgres embedded) {
        this.site = site;
        this.data = data;
        this.embedded = embedded;
    }

    /**
     * A node.
     *
     * @param server its process
     * @param id by which it stands in the rows that it holds
     */
    record Node(ServerProcess server, String id) {}

    /** Starts PostgreSQL, and no node yet. */
    static Cluster start(Site site) throws IOException {
        Path data = Files.createTempDirectory(Files.createDirectories(site.folder()), "bench-data-");
        EmbeddedPostgres embedded = EmbeddedPostgres.start(
                data, PostgresOptions.of(Durability.DURABLE).withMaxConnections(CONNECTIONS));
        embedded.createDatabase(DATABASE);
        return new Cluster(site, data, embedded);
    }

    Path data() {
        return data;
    }

    Postgres postgres() {
        return new Postgres(embedded.jdbcUrl(DATABASE), embedded.password(), data.resolve("postgres.log"));
    }

    List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** One node more. */
    Node add() throws Exception {
        ServerProcess server = site.start(new ServerProcess.Setup(
                List.of(),
                Map.of(
                        "AMPS_DATABASE_URL", embedded.jdbcUrl(DATABASE),
                        "AMPS_DATABASE_USER", embedded.user(),
                        "AMPS_DATABASE_PASSWORD", embedded.password())));
        Set<String> known = new HashSet<>();
        nodes.forEach(node -> known.add(node.id()));
        List<String> fresh = postgres().column("select id from node").stream()
                .filter(id -> !known.contains(id))
                .toList();
        if (fresh.size() != 1) {
            server.close();
            throw new IllegalStateException("of a new node there are " + fresh.size() + " rows");
        }
        Node node = new Node(server, fresh.getFirst());
        nodes.add(node);
        return node;
    }

    /** Lets the first so many work, and stops the clock for the others. */
    void only(int count) throws Exception {
        for (int i = count; i < nodes.size(); i++) {
            nodes.get(i).server().process().pause();
        }
    }

    /** Lets all work again, and returns when each is ready. */
    void all() throws Exception {
        for (Node node : nodes) {
            node.server().process().goOn();
        }
        for (Node node : nodes) {
            awaitReady(node);
        }
    }

    private static void awaitReady(Node node) throws IOException {
        byte[] ready = HttpConnection.get("/health/ready", "none");
        for (int i = 0; i < MOST_LOOKS; i++) {
            try (HttpConnection http = new HttpConnection(node.server().url())) {
                if (http.status(ready) == 200) {
                    return;
                }
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new IllegalStateException("node " + node.id() + " did not become ready again");
    }

    @Override
    public void close() throws IOException {
        try {
            for (Node node : nodes) {
                node.server().close();
            }
        } finally {
            embedded.close();
            ServerProcess.remove(data);
        }
    }
}
