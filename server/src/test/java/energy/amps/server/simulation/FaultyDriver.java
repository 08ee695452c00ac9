package energy.amps.server.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Connections to a real PostgreSQL that break when the simulation says so: before a statement or a commit, so that nothing
 * of it holds, or after, so that all of it holds and nobody is told. The pool sees what it sees when a server goes away, and
 * asks for a new connection. Beneath, real connections are kept and used again, because making one costs more than a whole
 * seed's statements.
 */
final class FaultyDriver implements Driver {
    private static final String PREFIX = "jdbc:simulated:";
    private static final int NETWORK_TIMEOUT_MILLIS = 30_000;

    private final Map<String, Deque<Connection>> kept = new ConcurrentHashMap<>();

    private static final class Installed {
        static final FaultyDriver DRIVER = new FaultyDriver();

        static {
            try {
                DriverManager.registerDriver(DRIVER);
            } catch (SQLException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    /** The address under which the database at {@code jdbcUrl} is to be had through this driver. */
    static String address(String jdbcUrl) {
        return Installed.DRIVER.acceptsURL(jdbcUrl) ? jdbcUrl : PREFIX + jdbcUrl.substring("jdbc:".length());
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        String address = "jdbc:" + url.substring(PREFIX.length());
        Deque<Connection> spare = kept.computeIfAbsent(
                address + info.getProperty("ApplicationName"), key -> new ConcurrentLinkedDeque<>());
        Connection real = spare.poll();
        if (real == null) {
            real = DriverManager.getConnection(address, info);
        }
        return (Connection) Proxy.newProxyInstance(
                FaultyDriver.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new FaultyConnection(real, spare));
    }

    /** One connection as the pool has it. */
    private static final class FaultyConnection implements InvocationHandler {
        private final Connection real;
        private final Deque<Connection> spare;
        private boolean broken;
        private boolean closed;

        FaultyConnection(Connection real, Deque<Connection> spare) {
            this.real = real;
            this.spare = spare;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // a connection equals itself alone
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
            return switch (method.getName()) {
                case "close", "abort" -> giveBack();
                case "isClosed" -> closed;
                case "isValid" -> !broken && !closed;
                case "hashCode" -> System.identityHashCode(this);
                case "equals" -> args != null && proxy == args[0];
                case "toString" -> "connection that may break";
                case "rollback" -> {
                    if (broken) {
                        throw gone("08003");
                    }
                    yield call(real, method, args);
                }
                case "commit" -> {
                    refuseBroken();
                    commit();
                    yield null;
                }
                case "prepareStatement" -> {
                    refuseBroken();
                    PreparedStatement statement = (PreparedStatement) call(real, method, args);
                    yield faulty(statement, args == null ? "" : (String) args[0]);
                }
                default -> {
                    refuseBroken();
                    yield call(real, method, args);
                }
            };
        }

        private PreparedStatement faulty(@Nullable PreparedStatement statement, String sql) {
            boolean writes = sql.stripLeading().toLowerCase(Locale.ROOT).startsWith("update");
            return (PreparedStatement) Proxy.newProxyInstance(
                    FaultyDriver.class.getClassLoader(),
                    new Class<?>[] {PreparedStatement.class},
                    (proxy, method, args) -> method.getName().equals("execute") && args == null
                            ? execute(statement, method, writes)
                            : call(statement, method, args));
        }

        private @Nullable Object execute(@Nullable PreparedStatement statement, Method method, boolean writes)
                throws Throwable {
            Fiber fiber = Fiber.current().orElse(null);
            if (fiber == null) {
                return call(statement, method, null);
            }
            refuseBroken();
            fiber.checkAlive();
            boolean alone = real.getAutoCommit();
            Weather.Cut cut = fiber.world.weather.cut();
            if (cut == Weather.Cut.BEFORE || (cut == Weather.Cut.AFTER && !(alone && writes))) {
                throw lose(fiber, "before a statement", "57P01");
            }
            Object result = call(statement, method, null);
            if (alone && writes) {
                fiber.world.committed();
                if (cut == Weather.Cut.AFTER) {
                    throw lose(fiber, "after a statement", "08006");
                }
                Fiber.park("its statement is committed", fiber.world.now());
            }
            return result;
        }

        private void commit() throws SQLException {
            Fiber fiber = Fiber.current().orElse(null);
            if (fiber == null) {
                real.commit();
                return;
            }
            fiber.checkAlive();
            Weather.Cut cut = fiber.world.weather.cut();
            if (cut == Weather.Cut.BEFORE) {
                throw lose(fiber, "before the commit", "57P01");
            }
            real.commit();
            fiber.world.committed();
            if (cut == Weather.Cut.AFTER) {
                throw lose(fiber, "after the commit", "08006");
            }
            Fiber.park("its transaction is committed", fiber.world.now());
        }

        private SQLException lose(Fiber fiber, String when, String state) throws SQLException {
            if (!real.getAutoCommit()) {
                real.rollback();
            }
            broken = true;
            fiber.loseAnswer();
            fiber.world.trace(fiber.node.name() + " " + fiber.name + " loses its connection " + when);
            return gone(state);
        }

        private void refuseBroken() throws SQLException {
            if (broken || closed) {
                throw gone("08003");
            }
        }

        private static SQLException gone(String state) {
            return new SQLException("the connection is gone", state);
        }

        private @Nullable Object giveBack() throws SQLException {
            if (!closed) {
                closed = true;
                if (!real.getAutoCommit()) {
                    real.rollback();
                    real.setAutoCommit(true);
                }
                real.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
                spare.push(real);
            }
            return null;
        }

        private static @Nullable Object call(@Nullable Object target, Method method, Object @Nullable [] args)
                throws Throwable {
            try {
                return method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }
}
