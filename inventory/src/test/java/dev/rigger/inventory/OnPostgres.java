package dev.rigger.inventory;

import dev.rigger.devnet.local.LocalPostgres;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** One PostgreSQL and one set of repositories for all tests of a class; tests keep apart by their ids. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnPostgres {
    final LocalPostgres postgres = LocalPostgres.startTemporary();
    private ApplicationContext context;

    @BeforeAll
    void open() throws SQLException {
        beforeMigrations();
        context = ApplicationContext.run(Map.of(
                "datasources.default.url",
                postgres.jdbcUrl() + "?connectTimeout=2&socketTimeout=10",
                "datasources.default.username",
                LocalPostgres.USER,
                "datasources.default.password",
                LocalPostgres.PASSWORD,
                "datasources.default.dialect",
                "POSTGRES",
                "datasources.default.maximum-pool-size",
                20,
                "datasources.default.connection-timeout",
                2000));
        dataSource();
    }

    @AfterAll
    void close() {
        context.close();
        postgres.close();
    }

    void beforeMigrations() throws SQLException {}

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    final javax.sql.DataSource dataSource() {
        return bean(javax.sql.DataSource.class);
    }

    final void sql(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    final String ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "nothing";
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), LocalPostgres.USER, LocalPostgres.PASSWORD);
    }
}
