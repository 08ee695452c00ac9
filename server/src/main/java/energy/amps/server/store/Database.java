package energy.amps.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connections to PostgreSQL: one pool for the API's role, one for the engine's. Thread-safe. */
public final class Database implements AutoCloseable {

    /** Sets the tenant for the transaction it is sent in; a statement follows in the same text. */
    static final String ANNOUNCE =
            "select set_config('amps.customer', ?, true), set_config('amps.environment', ?, true);\n";

    /**
     * Where the database is.
     *
     * @param jdbcUrl its JDBC URL
     * @param user who connects; must be a member of both roles
     * @param password that user's password
     * @param poolSize connections of each of the two pools
     */
    public record Address(String jdbcUrl, String user, String password, int poolSize) {
        @Override
        public String toString() {
            return jdbcUrl + " as " + user + " (password ***)";
        }
    }

    /**
     * Time is UTC, and nothing waits for ever. Every statement here finds its rows by an index, so the planner is kept from
     * plans that read whole tables: it would choose them while a new database is all but empty, and keep them while it fills.
     * And it plans each statement once, whatever the values: planning a batch afresh costs more than running it. Nor does it start
     * helpers of its own, which takes longer than any statement here. A transaction in
     * which nothing is asked for long is a node's that stands still: its locks are in everybody's way.
     */
    private static final String SESSION = "-c TimeZone=UTC -c statement_timeout=20000"
            + " -c idle_in_transaction_session_timeout=5000"
            + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off"
            + " -c plan_cache_mode=force_generic_plan -c max_parallel_workers_per_gather=0";

    /** How long a caller's transaction waits for a lock, and the engine's, which nobody waits for. */
    private static final Duration API_LOCK = Duration.ofSeconds(2);

    private static final Duration ENGINE_LOCK = Duration.ofSeconds(10);

    /** Of the engine's connections, one in this many may serve look-ups for callers at a time. */
    private static final int LOOK_UP_SHARE = 4;

    private final Pool api;
    private final Pool engine;
    private final Turns lookUps;
    private final Waits waits;

    private Database(Pool api, Pool engine, Turns lookUps, Waits waits) {
        this.api = api;
        this.engine = engine;
        this.waits = waits;
        this.lookUps = lookUps;
    }

    /**
     * Opens both pools on a migrated database.
     *
     * @throws StoreException when it cannot be reached
     * @throws IllegalStateException when a role could see past row-level security
     */
    public static Database open(Address address, MeterRegistry meters) {
        return open(address, Waits.BLOCKING, meters);
    }

    /**
     * The same, for callers who wait for each other in their own way.
     *
     * @param waits how they do
     */
    public static Database open(Address address, Waits waits, MeterRegistry meters) {
        Pool api = new Pool("api", "amps_api", API_LOCK, address, meters);
        try {
            Database database = new Database(
                    api,
                    new Pool("engine", "amps_engine", ENGINE_LOCK, address, meters),
                    new Turns("look-up", Math.max(1, address.poolSize() / LOOK_UP_SHARE), meters),
                    waits);
            database.refuseRolesThatBypass();
            return database;
        } catch (RuntimeException e) {
            api.close();
            throw e;
        }
    }

    /** How callers wait who share a transaction. */
    public Waits waits() {
        return waits;
    }

    /** Runs work of one tenant in a transaction; commits when it returns, rolls back when it throws. */
    public <T> T inTransaction(Tenant tenant, Function<Tx, T> work) {
        return api.inTransaction(tenant, work);
    }

    /** One query of one tenant, in one round trip. */
    public <T> List<T> list(Tenant tenant, Function<Row, T> reader, String sql, @Nullable Object... args) {
        return api.autoCommitting(tenant, tx -> tx.list(reader, sql, args));
    }

    /** Two queries of one tenant, in one round trip; semicolon between. */
    public <A, B> Tx.Both<A, B> both(
            Tenant tenant, Function<Row, A> first, Function<Row, B> second, String sql, @Nullable Object... args) {
        return api.autoCommitting(tenant, tx -> tx.both(first, second, sql, args));
    }

    /** Runs work of the engine, over tenants, in a transaction. */
    public <T> T asEngine(Function<Tx, T> work) {
        return engine.inTransaction(null, work);
    }

    /** One statement of the engine, in one round trip. */
    public <T> T asEngineAtOnce(Function<Tx, T> work) {
        return engine.autoCommitting(null, work);
    }

    /**
     * One statement under the engine's role that a caller waits for. However many callers there are, they leave most of the
     * engine's connections to the engine.
     */
    public <T> T asEngineForCaller(Function<Tx, T> work) {
        lookUps.take();
        try {
            return engine.autoCommitting(null, work);
        } finally {
            lookUps.done();
        }
    }

    /**
     * Runs work that only one node may do at a time: others wait. The work opens its own transactions.
     *
     * @param purpose names the work
     */
    public <T> T alone(String purpose, Supplier<T> work) {
        return asEngine(tx -> {
            tx.list(row -> true, """
                    select pg_advisory_xact_lock(hashtext(?)), set_config('idle_in_transaction_session_timeout', '0', true)
                    """, "amps." + purpose);
            return work.get();
        });
    }

    /** Whether the database answers. */
    public boolean answers() {
        try {
            return engine.autoCommitting(null, tx -> tx.list(row -> row.number("one"), "select 1 as one"))
                    .equals(List.of(1L));
        } catch (StoreException e) {
            return false;
        }
    }

    private void refuseRolesThatBypass() {
        Consumer<Tx> check = tx -> {
            boolean bypasses = tx.one(row -> row.flag("bypasses"), """
                            select r.rolsuper or r.rolbypassrls
                                   or exists (select 1 from pg_class c
                                              where c.relnamespace = 'public'::regnamespace and c.relowner = r.oid) as bypasses
                            from pg_roles r where r.rolname = current_user
                            """).orElseThrow();
            if (bypasses) {
                throw new IllegalStateException(
                        "The database role this server works under can see past row-level"
                                + " security: it is a superuser, has BYPASSRLS, or owns the tables. Check amps_api and amps_engine.");
            }
        };
        api.autoCommitting(null, tx -> {
            check.accept(tx);
            return true;
        });
        engine.autoCommitting(null, tx -> {
            check.accept(tx);
            return true;
        });
    }

    @Override
    public void close() {
        api.close();
        engine.close();
    }

    /** One role's connections, with {@link Turns} in front. */
    private static final class Pool {
        private final HikariDataSource connections;
        private final Turns turns;

        Pool(String name, String role, Duration lock, Address address, MeterRegistry meters) {
            HikariConfig config = new HikariConfig();
            config.setPoolName(name);
            config.setJdbcUrl(address.jdbcUrl());
            config.setUsername(address.user());
            config.setPassword(address.password());
            config.setMaximumPoolSize(address.poolSize());
            config.setMinimumIdle(Math.min(2, address.poolSize()));
            config.setConnectionInitSql("set role " + role);
            config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
            config.setInitializationFailTimeout(Duration.ofSeconds(5).toMillis());
            config.addDataSourceProperty("ApplicationName", "amps-" + name);
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty("socketTimeout", "30");
            config.addDataSourceProperty("options", SESSION + " -c lock_timeout=" + lock.toMillis());
            config.setMetricRegistry(meters);
            this.connections = new HikariDataSource(config);
            this.turns = new Turns(name, address.poolSize(), meters);
        }

        <T> T inTransaction(@Nullable Tenant tenant, Function<Tx, T> work) {
            return withConnection(connection -> {
                connection.setAutoCommit(false);
                try {
                    T result = work.apply(new Tx(connection, tenant));
                    commit(connection);
                    return result;
                } catch (Throwable t) {
                    rollBack(connection, t);
                    throw t;
                } finally {
                    restoreAutoCommit(connection);
                }
            });
        }

        <T> T autoCommitting(@Nullable Tenant tenant, Function<Tx, T> work) {
            return withConnection(connection -> {
                try {
                    return work.apply(new Tx(connection, tenant));
                } catch (StoreException e) {
                    // The statement is its own transaction, and its commit.
                    throw e.getCause() instanceof SQLException cause ? StoreException.atCommit(cause) : e;
                }
            });
        }

        private static void commit(Connection connection) {
            try {
                connection.commit();
            } catch (SQLException e) {
                throw StoreException.atCommit(e);
            }
        }

        private <T> T withConnection(ConnectionWork<T> work) {
            turns.take();
            try (Connection connection = connections.getConnection()) {
                return work.with(connection);
            } catch (SQLException e) {
                throw new StoreException("the database cannot be used", e);
            } finally {
                turns.done();
            }
        }

        private static void rollBack(Connection connection, Throwable reason) {
            try {
                connection.rollback();
            } catch (SQLException e) {
                reason.addSuppressed(e);
            }
        }

        /** A connection that is broken by now is dropped by the pool; its failure has been reported already. */
        private static void restoreAutoCommit(Connection connection) throws SQLException {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }

        void close() {
            connections.close();
        }

        @FunctionalInterface
        private interface ConnectionWork<T> {
            T with(Connection connection) throws SQLException;
        }
    }
}
