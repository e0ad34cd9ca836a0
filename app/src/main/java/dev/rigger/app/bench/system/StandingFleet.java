package dev.rigger.app.bench.system;

import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.platform.Announcement;
import dev.rigger.devnet.validator.platform.Device;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes servers as a finished onboarding leaves them, at the validator and in the control plane's database. For systems
 * whose subject is not the onboarding, and whose servers are too many to prove one GPU after another.
 */
final class StandingFleet {
    private static final String SERVER = """
            INSERT INTO servers (server_id, validator, name, ip_address, status, labels, gpu_count, cpu_per_gpu,
                memory_per_gpu, hourly_cost, state)
            VALUES (?, ?, ?, ?, 'Ready', '{}', ?, 8, 64, 0.5, 'READY')""";
    private static final String GPU = """
            INSERT INTO gpus (gpu_id, validator, server_id, device_info, model_short_ref, verified)
            VALUES (?, ?, ?, '{}', ?, TRUE)""";

    private final LocalPostgres postgres;
    private final DevnetValidator validator;
    private final List<SimulatedServer> servers;

    StandingFleet(LocalPostgres postgres, DevnetValidator validator, List<SimulatedServer> servers) {
        this.postgres = postgres;
        this.validator = validator;
        this.servers = servers;
    }

    /** At the validator, which tells every GPU's verification to whoever listens already. */
    void announce(String minerSs58) {
        servers.forEach(server -> validator
                .platform()
                .nodes()
                .announce(minerSs58, new Announcement(server.name(), server.name(), devices(server)), true));
    }

    /** In the inventory, whose tables must be there. */
    void write() {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), LocalPostgres.USER, LocalPostgres.PASSWORD);
                PreparedStatement serverRow = connection.prepareStatement(SERVER);
                PreparedStatement gpuRow = connection.prepareStatement(GPU)) {
            connection.setAutoCommit(false);
            for (SimulatedServer server : servers) {
                fill(serverRow, server.name(), validator.ss58(), server.name(), server.address(), server.gpuCount());
                for (String gpuId : server.gpuIds()) {
                    fill(
                            gpuRow,
                            gpuId,
                            validator.ss58(),
                            server.name(),
                            server.gpu().shortRef());
                }
            }
            serverRow.executeBatch();
            gpuRow.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("The standing fleet cannot be written", e);
        }
    }

    private static void fill(PreparedStatement row, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            row.setObject(i + 1, values[i]);
        }
        row.addBatch();
    }

    private static List<Device> devices(SimulatedServer server) {
        return IntStream.range(0, server.gpuCount())
                .mapToObj(index -> new Device(
                        server.gpuIds().get(index),
                        server.gpu().deviceName(),
                        server.gpu().memoryBytes(),
                        server.gpu().processors(),
                        server.gpu().clockRateKhz(),
                        server.gpu().maxThreadsPerProcessor(),
                        index,
                        server.gpu().shortRef(),
                        server.address(),
                        9000))
                .toList();
    }
}
