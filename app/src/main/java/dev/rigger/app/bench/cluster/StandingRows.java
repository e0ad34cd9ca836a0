package dev.rigger.app.bench.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.workflows.deployment.Cause;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentTimings;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.List;

/** Writes deployments as their workflows leave them in the control plane's database while they serve. */
final class StandingRows {
    private static final String PLAN = "standing";
    private static final String PLANS = "INSERT INTO plans (plan_id, validator, made_at, snapshot, plan, summary)"
            + " VALUES ('standing', ?, now(), '', '', 'what stood here before')";
    private static final String LAUNCHES = """
            INSERT INTO planned_launches (plan_id, launch_index, deployment_id, chute_id, server_id, gpu_ids, launch_order,
                status, created_at)
            VALUES ('standing', ?, ?, ?, ?, ARRAY[?], ?, 'RESERVED', ?)""";
    private static final String DEPLOYMENTS = """
            INSERT INTO deployments (deployment_id, instance_id, config_id, validator, host, port, chute_id, server_id,
                version, active, verified_at, activated_at, stub, created_at, preemptible, phase, plan_id, cause)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, TRUE, ?, ?, FALSE, ?, TRUE, 'ACTIVE', 'standing', 'OPERATOR')""";
    private static final String GPUS = "UPDATE gpus SET deployment_id = ? WHERE gpu_id = ?";

    private final LocalPostgres postgres;
    private final String validator;
    private final ObjectMapper json = JacksonJsonPayloadConverter.newDefaultObjectMapper();

    StandingRows(LocalPostgres postgres, String validator) {
        this.postgres = postgres;
        this.validator = validator;
    }

    /** All or none. */
    void write(List<Standing> all) {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), LocalPostgres.USER, LocalPostgres.PASSWORD);
                PreparedStatement plan = connection.prepareStatement(PLANS);
                PreparedStatement launch = connection.prepareStatement(LAUNCHES);
                PreparedStatement deployment = connection.prepareStatement(DEPLOYMENTS);
                PreparedStatement gpu = connection.prepareStatement(GPUS);
                Statement statistics = connection.createStatement()) {
            connection.setAutoCommit(false);
            fill(plan, validator);
            plan.executeBatch();
            for (int n = 0; n < all.size(); n++) {
                Standing one = all.get(n);
                Timestamp since = Timestamp.from(one.createdAt());
                String server = one.server().name();
                fill(launch, n, one.deploymentId(), one.chuteId(), server, one.gpuId(), order(one), since);
                fill(
                        deployment,
                        one.deploymentId(),
                        one.instanceId(),
                        one.configId(),
                        validator,
                        one.server().address(),
                        one.port(),
                        one.chuteId(),
                        server,
                        one.version(),
                        since,
                        since,
                        since);
                fill(gpu, one.deploymentId(), one.gpuId());
            }
            launch.executeBatch();
            deployment.executeBatch();
            gpu.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
            statistics.execute("ANALYZE");
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("The standing deployments cannot be written", e);
        }
    }

    private String order(Standing one) throws JsonProcessingException {
        return json.writeValueAsString(new DeploymentOrder(
                one.deploymentId(),
                PLAN,
                validator,
                one.chuteId(),
                one.chuteName(),
                one.version(),
                one.server().name(),
                one.server().name(),
                List.of(one.gpuId()),
                Cause.OPERATOR,
                null,
                List.of(),
                DeploymentTimings.DEFAULTS));
    }

    private static void fill(PreparedStatement row, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            row.setObject(i + 1, values[i]);
        }
        row.addBatch();
    }
}
