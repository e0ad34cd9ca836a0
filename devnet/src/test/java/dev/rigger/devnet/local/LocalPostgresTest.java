package dev.rigger.devnet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {
    @TempDir
    Path directory;

    @Test
    void whatWasWrittenSurvivesAStopAndANewStart() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.start(directory, 0)) {
            execute(postgres, "CREATE TABLE kept (word text)");
            execute(postgres, "INSERT INTO kept VALUES ('still here')");
            assertThat(ask(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");

            postgres.stop();
            assertThatThrownBy(() -> ask(postgres, "SELECT 1")).isInstanceOf(SQLException.class);
            postgres.restart();

            assertThat(ask(postgres, "SELECT word FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void aServerThatAKilledRunLeftBehindIsEndedBeforeTheNextStarts() throws Exception {
        KilledRun.leaveBehind("postgres", directory);
        long pid = Long.parseLong(
                Files.readAllLines(directory.resolve("data/postmaster.pid")).getFirst());
        ProcessHandle orphan = ProcessHandle.of(pid).orElseThrow();

        try (LocalPostgres next = LocalPostgres.start(directory, 0)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(ask(next, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aDirectoryInUseIsRefusedAndItsServerStays() throws SQLException {
        try (LocalPostgres first = LocalPostgres.start(directory, 0)) {
            assertThatThrownBy(() -> LocalPostgres.start(directory, 0)).hasMessageContaining("DIRECTORY_IN_USE");
            assertThat(ask(first, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aTemporaryServerLeavesNothing() throws SQLException {
        LocalPostgres postgres = LocalPostgres.startTemporary();
        Path home = Path.of(ask(postgres, "SHOW data_directory")).getParent();
        postgres.createDatabase("another");
        assertThat(ask(postgres, "SELECT count(*)::text FROM pg_database WHERE datname = 'another'"))
                .isEqualTo("1");
        assertThat(ask(postgres, "SHOW fsync")).isEqualTo("off");

        postgres.close();

        assertThat(home).doesNotExist();
    }

    private static void execute(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(LocalPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), LocalPostgres.USER, LocalPostgres.PASSWORD);
    }
}
