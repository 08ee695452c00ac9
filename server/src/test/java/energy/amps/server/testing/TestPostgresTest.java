package energy.amps.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TestPostgresTest {

    @Test
    void templateIsFilledOnceAndCopiedForEach() throws SQLException {
        AtomicInteger fillings = new AtomicInteger();

        TestDatabase one = TestPostgres.createDatabase(template(fillings));
        TestDatabase other = TestPostgres.createDatabase(template(fillings));

        assertThat(fillings).hasValue(1);
        assertThat(one.name()).isNotEqualTo(other.name());
        execute(one, "INSERT INTO house VALUES (2)");
        assertThat(count(one)).isEqualTo(2);
        assertThat(count(other)).isEqualTo(1);
    }

    private static String template(AtomicInteger fillings) {
        return TestPostgres.templateOnce("house", database -> {
            fillings.incrementAndGet();
            try {
                execute(database, "CREATE TABLE house (id int); INSERT INTO house VALUES (1)");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(TestDatabase database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM house")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
