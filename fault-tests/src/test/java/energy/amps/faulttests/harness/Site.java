package energy.amps.faulttests.harness;

import energy.amps.server.embedded.Durability;
import energy.amps.server.store.Database;
import energy.amps.server.store.Migrations;
import energy.amps.testkit.process.NodeProcess;
import energy.amps.testkit.process.VendorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A migrated database, a scripted vendor, and one customer with live devices of that vendor; no node yet. */
public final class Site implements AutoCloseable {
    static final Path TARGET = Path.of(System.getProperty("basedir", "")).resolve("target");

    private static final String DATABASE = "amps";
    private static final String KEY = "amps_sk_live_00000000000000000000000000000001";

    private final Path folder;
    private final Postgres postgres;
    private final VendorProcess vendor;
    private final List<String> devices;

    private Site(Path folder, Postgres postgres, VendorProcess vendor, List<String> devices) {
        this.folder = folder;
        this.postgres = postgres;
        this.vendor = vendor;
        this.devices = devices;
    }

    /** Opens a site with so many devices, on a PostgreSQL of its own. */
    public static Site open(int devices, Durability durability) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(TARGET), "site-");
            Postgres postgres = Postgres.start(folder.resolve("postgres"), durability);
            postgres.server().createDatabase(DATABASE);
            Migrations.run(new Database.Address(
                    postgres.server().jdbcUrl(DATABASE),
                    postgres.server().user(),
                    postgres.server().password(),
                    2));
            Site site = new Site(
                    folder,
                    postgres,
                    VendorProcess.start(folder),
                    IntStream.range(0, devices)
                            .mapToObj("device_%05d"::formatted)
                            .toList());
            site.seed();
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** There is no way in over HTTP to make customers; the owner of the database makes them. */
    private void seed() {
        try (Tables tables = tables()) {
            tables.run(
                    "insert into customer (id, name, live_enabled, created_at) values ('cus_1', 'Site', true, now())");
            tables.run(
                    "insert into api_key (customer_id, environment, id, hash, scopes, created_at)"
                            + " values ('cus_1', 'live', 'key_1', ?, '{admin}', now())",
                    (Object) sha256(KEY));
            tables.run("insert into end_user (customer_id, environment, id, external_ref, created_at)"
                    + " values ('cus_1', 'live', 'user_1', null, now())");
            for (String device : devices) {
                tables.run("""
                        insert into device (customer_id, environment, id, user_id, family, vendor, model, plant_zone, created_at)
                        values ('cus_1', 'live', ?, 'user_1', 'battery', 'scripted', 'Scripted Battery', 'Europe/London', now())
                        """, device);
                tables.run("""
                        insert into connector_state (customer_id, environment, device_id, version, content)
                        values ('cus_1', 'live', ?, 1, '{}')
                        """, device);
            }
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a node of this site is started with, directly on its database. */
    public NodeProcess.Plan plan(String node) {
        return plan(node, postgres.server().port());
    }

    /** The same, with its database reached over a port of the caller's. */
    public NodeProcess.Plan plan(String node, int databasePort) {
        Map<String, String> environment = new HashMap<>();
        environment.put("AMPS_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + databasePort + "/" + DATABASE);
        environment.put("AMPS_DATABASE_USER", postgres.server().user());
        environment.put("AMPS_DATABASE_PASSWORD", postgres.server().password());
        environment.put("AMPS_DEMO", "false");
        environment.put("AMPS_RATE_LIMIT", "0");
        // What the vendor is asked is what a test has it asked.
        environment.put("AMPS_POLLING", "false");
        environment.put("AMPS_SCRIPTED_URL", vendor.url().toString());
        return new NodeProcess.Plan(
                TARGET.resolve("../../server/target").normalize(),
                List.of(VendorProcess.jar()),
                folder.resolve(node),
                environment);
    }

    /** This site's database, reached over a port of the caller's, for a platform in this JVM. */
    public Database.Address address(int databasePort) {
        return new Database.Address(
                "jdbc:postgresql://127.0.0.1:" + databasePort + "/" + DATABASE + "?sslmode=disable&gssEncMode=disable",
                postgres.server().user(),
                postgres.server().password(),
                4);
    }

    /** Starts a node and waits until it is ready. */
    public NodeProcess start(String node) {
        return NodeProcess.start(plan(node));
    }

    /** The customer's client of a node. */
    public Client client(NodeProcess node) {
        return new Client(node.url(), KEY);
    }

    /** The customer's key: a secret, but of no use elsewhere. */
    public String key() {
        return KEY;
    }

    /** Ids of the devices, all live batteries of the scripted vendor. */
    public List<String> devices() {
        return devices;
    }

    /** The vendor. */
    public VendorProcess vendor() {
        return vendor;
    }

    /** The database's server. */
    public Postgres postgres() {
        return postgres;
    }

    /** Where logs and data lie. */
    public Path folder() {
        return folder;
    }

    /** A connection as the database's owner. */
    public Tables tables() {
        try {
            return new Tables(DriverManager.getConnection(
                    postgres.server().jdbcUrl(DATABASE),
                    postgres.server().user(),
                    postgres.server().password()));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        vendor.close();
        postgres.close();
    }
}
