package dev.rigger.app.bench.system;

import dev.rigger.devnet.local.LocalPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the control plane's database says, read beside it. */
public final class Inventory {
    private final LocalPostgres postgres;
    private @Nullable Connection connection;

    Inventory(LocalPostgres postgres) {
        this.postgres = postgres;
    }

    /** First column of every row, as text. */
    public synchronized List<String> texts(String sql, Object... parameters) {
        try {
            return read(sql, parameters);
        } catch (SQLException perhapsRestarted) {
            connection = null;
        }
        try {
            return read(sql, parameters);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private List<String> read(String sql, Object... parameters) throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = DriverManager.getConnection(postgres.jdbcUrl(), LocalPostgres.USER, LocalPostgres.PASSWORD);
            connection = open;
        }
        try (PreparedStatement statement = open.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(String.valueOf(result.getString(1)));
                }
            }
            return rows;
        }
    }

    public long count(String sql, Object... parameters) {
        return Long.parseLong(texts(sql, parameters).getFirst());
    }
}
