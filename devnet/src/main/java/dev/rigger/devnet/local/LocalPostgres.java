package dev.rigger.devnet.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server on 127.0.0.1 with one superuser, {@value #USER}, who needs no password.
 *
 * <p>It may be stopped and started again on the same port with its data, to see who survives that. What a killed run left
 * running is ended before a new one starts in the same directory; what another run still owns is refused.
 */
public final class LocalPostgres implements AutoCloseable {
    public static final String USER = "postgres";
    public static final String PASSWORD = "";

    static final String PID_FILE = "postmaster.pid";
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final Path home;
    private final int port;
    private final boolean temporary;
    private final Ownership ownership;
    private @Nullable EmbeddedPostgres server;

    private LocalPostgres(Path home, int port, boolean temporary) throws IOException {
        this.home = home;
        this.port = Loopback.port(port);
        this.temporary = temporary;
        this.ownership = Ownership.of(home);
    }

    /** Keeps its data in {@code directory} and syncs it to disk. Port 0 takes any free one. Ends only when closed. */
    public static LocalPostgres start(Path directory, int port) {
        try {
            return new LocalPostgres(directory.toAbsolutePath(), port, false).restart();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + directory + " for PostgreSQL", e);
        }
    }

    /** For tests: a free port, no syncing; ends with this JVM at the latest and leaves nothing. */
    public static LocalPostgres startTemporary() {
        try {
            return new LocalPostgres(TemporaryHome.make("postgres", List.of(PID_FILE)), 0, true).restart();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a directory for a temporary PostgreSQL", e);
        }
    }

    /** Of the process whose children serve the connections. */
    public long pid() {
        try {
            return Long.parseLong(Files.readAllLines(home.resolve("data").resolve(PID_FILE))
                    .getFirst()
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not run in " + home, e);
        }
    }

    public int port() {
        return port;
    }

    /** Of database {@code postgres}; user and password are not part of it. */
    public String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Loopback.ADDRESS + ":" + port + "/" + database;
    }

    /** In the form of the environment variable {@code POSTGRESQL}. */
    public String uri() {
        return "postgresql://" + USER + "@" + Loopback.ADDRESS + ":" + port + "/postgres";
    }

    /**
     * Its address and login as Micronaut's data source {@code default}.
     *
     * @param more further properties, each a name and its value
     */
    public Map<String, Object> asDataSource(Object... more) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "datasources.default.url",
                jdbcUrl(),
                "datasources.default.username",
                USER,
                "datasources.default.password",
                PASSWORD,
                "datasources.default.dialect",
                "POSTGRES"));
        for (int at = 0; at < more.length; at += 2) {
            properties.put((String) more[at], more[at + 1]);
        }
        return properties;
    }

    /** A new, empty database beside the others. */
    public LocalPostgres createDatabase(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
        }
        return this;
    }

    /** Closes all connections and stops; the data stays. Stopped already is success. */
    public void stop() {
        EmbeddedPostgres running = server;
        if (running == null) {
            return;
        }
        try {
            running.close();
            server = null;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop the PostgreSQL in " + home, e);
        }
    }

    /** Starts it again where it was: same port, same data. */
    public LocalPostgres restart() {
        stop();
        Path data = home.resolve("data");
        Path log = home.resolve("postgres.log");
        try {
            Leftover.end(data.resolve(PID_FILE), data);
            server = builder(data, log).start();
            return this;
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "PostgreSQL did not start in " + home + " on port " + port
                            + ". LOCAL_POSTGRES_FAILED. Its own words are in " + log,
                    e);
        }
    }

    private EmbeddedPostgres.Builder builder(Path data, Path log) {
        String durable = temporary ? "off" : "on";
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(temporary)
                .setPGStartupWait(STARTUP)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setLocaleConfig("locale", "C.UTF-8")
                .setServerConfig("listen_addresses", Loopback.ADDRESS)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("shared_buffers", "32MB")
                .setServerConfig("fsync", durable) // the library turns it off before it adds these
                .setServerConfig("full_page_writes", durable)
                .setServerConfig("synchronous_commit", durable);
    }

    /** Stops; a temporary one's directory goes too. */
    @Override
    public void close() {
        stop();
        try {
            ownership.close();
            if (temporary) {
                Leftover.delete(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot leave " + home, e);
        }
    }
}
