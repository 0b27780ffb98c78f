package dev.waybill.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseTemplateTest {
    private final AtomicInteger made = new AtomicInteger();
    private final DatabaseTemplate template = new DatabaseTemplate(this::tables);

    @Test
    void copiesHaveTheTablesAndAreApart() throws SQLException {
        // Given
        TestDatabase one = template.copy();
        TestDatabase other = template.copy();

        // When
        run(one, "INSERT INTO here VALUES ('kept')");

        // Then
        assertThat(rows(one)).isEqualTo(1);
        assertThat(rows(other)).isZero();
        assertThat(rows(template.copy())).isZero();
        assertThat(made).hasValue(1);
    }

    private void tables(TestDatabase empty) {
        made.incrementAndGet();
        try {
            run(empty, "CREATE TABLE here (word text)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int rows(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                ResultSet count = connection.createStatement().executeQuery("SELECT count(*) FROM here")) {
            count.next();
            return count.getInt(1);
        }
    }
}
