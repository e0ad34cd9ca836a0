package dev.rigger.inventory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.data.connection.ConnectionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Both transactions as one call each of a function in the database: one round trip on the path of every launch. */
@Singleton
final class JdbcReservations implements Reservations {
    private static final String RESERVE =
            "SELECT reserve_deployment(jsonb_populate_record(NULL::deployments, ?::jsonb), ?::varchar[], ?::varchar[])";
    private static final String GIVE_UP = "SELECT give_up_reservation(?, ?)";
    private static final String RELEASE = "SELECT release_deployment(?, ?)";

    private final ConnectionOperations<Connection> connections;

    JdbcReservations(ConnectionOperations<Connection> connections) {
        this.connections = connections;
    }

    @Override
    public Result reserve(Deployment deployment, List<String> gpuIds, List<String> victims) {
        if (gpuIds.isEmpty()) {
            throw new IllegalArgumentException("Deployment " + deployment.deploymentId() + " asks for no GPU at all");
        }
        return connections.executeWrite(status -> {
            Connection connection = status.getConnection();
            try (PreparedStatement call = connection.prepareStatement(RESERVE)) {
                call.setString(1, row(deployment).toString());
                call.setArray(2, connection.createArrayOf("varchar", gpuIds.toArray()));
                call.setArray(3, connection.createArrayOf("varchar", victims.toArray()));
                try (ResultSet answer = call.executeQuery()) {
                    answer.next();
                    return Result.valueOf(answer.getString(1));
                }
            } catch (SQLException e) {
                throw failed("reserve GPUs for", deployment.deploymentId(), e);
            }
        });
    }

    @Override
    public void release(String deploymentId, String reason) {
        connections.executeWrite(status -> {
            try (PreparedStatement call = status.getConnection().prepareStatement(RELEASE)) {
                call.setString(1, deploymentId);
                call.setString(2, reason);
                return call.execute();
            } catch (SQLException e) {
                throw failed("release", deploymentId, e);
            }
        });
    }

    @Override
    public boolean giveUp(String deploymentId, String reason) {
        return connections.executeWrite(status -> {
            try (PreparedStatement call = status.getConnection().prepareStatement(GIVE_UP)) {
                call.setString(1, deploymentId);
                call.setString(2, reason);
                try (ResultSet answer = call.executeQuery()) {
                    answer.next();
                    return answer.getBoolean(1);
                }
            } catch (SQLException e) {
                throw failed("give up", deploymentId, e);
            }
        });
    }

    private static ObjectNode row(Deployment deployment) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("deployment_id", deployment.deploymentId())
                .put("instance_id", deployment.instanceId())
                .put("validator", deployment.validator())
                .put("host", deployment.host())
                .put("port", deployment.port())
                .put("chute_id", deployment.chuteId())
                .put("server_id", deployment.serverId())
                .put("version", deployment.version())
                .put("active", deployment.active())
                .put("verified_at", text(deployment.verifiedAt()))
                .put("activated_at", text(deployment.activatedAt()))
                .put("stub", deployment.stub())
                .put("job_id", deployment.jobId())
                .put("config_id", deployment.configId())
                .put("created_at", text(deployment.createdAt()))
                .put("preemptible", deployment.preemptible())
                .put("phase", deployment.phase())
                .put("reason", deployment.reason())
                .put("plan_id", deployment.planId())
                .put("cause", deployment.cause())
                .put("bounty_workflow_id", deployment.bountyWorkflowId());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static InventoryUnavailable failed(String what, String deploymentId, SQLException cause) {
        return new InventoryUnavailable("Cannot " + what + " deployment " + deploymentId, cause);
    }
}
