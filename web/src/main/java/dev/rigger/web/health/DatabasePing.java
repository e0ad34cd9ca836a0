package dev.rigger.web.health;

import dev.rigger.web.answers.WebRole;
import io.micronaut.data.connection.annotation.Connectable;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks PostgreSQL for anything. */
@WebRole
@Singleton
class DatabasePing {
    private static final int SECONDS = 2;

    private final Connection connection;

    DatabasePing(Connection connection) {
        this.connection = connection;
    }

    @Connectable
    void one() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            statement.execute("SELECT 1");
        }
    }
}
