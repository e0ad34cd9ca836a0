package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Table {@code servers}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Servers extends GenericRepository<Server, String> {
    @Query("SELECT * FROM servers ORDER BY name")
    List<Server> all();

    @Query("SELECT * FROM servers WHERE validator = :validator ORDER BY name")
    List<Server> ofValidator(String validator);

    @Query("SELECT * FROM servers WHERE server_id = :serverId")
    Optional<Server> byId(String serverId);

    @Query("SELECT * FROM servers WHERE name = :name")
    Optional<Server> byName(String name);

    @Query("SELECT * FROM servers WHERE server_id = :idOrName OR name = :idOrName ORDER BY server_id = :idOrName DESC"
            + " LIMIT 1")
    Optional<Server> byIdOrName(String idOrName);

    /** Inserts, or updates everything but creation time, lock and generation. */
    @Query("""
        INSERT INTO servers (server_id, validator, name, ip_address, agent_api, verification_port, status, created_at,
            labels, seed, gpu_count, cpu_per_gpu, memory_per_gpu, hourly_cost, locked, kubeconfig, is_tee, state,
            generation, node_name)
        VALUES (:serverId, :validator, :name, :ipAddress, :agentApi, :verificationPort, :status, :createdAt,
            CAST(:labels AS jsonb), :seed, :gpuCount, :cpuPerGpu, :memoryPerGpu, :hourlyCost, :locked, :kubeconfig,
            :isTee, :state, :generation, :nodeName)
        ON CONFLICT (server_id) DO UPDATE SET validator = excluded.validator, name = excluded.name,
            ip_address = excluded.ip_address, agent_api = excluded.agent_api,
            verification_port = excluded.verification_port, status = excluded.status, labels = excluded.labels,
            seed = excluded.seed, gpu_count = excluded.gpu_count, cpu_per_gpu = excluded.cpu_per_gpu,
            memory_per_gpu = excluded.memory_per_gpu, hourly_cost = excluded.hourly_cost,
            kubeconfig = excluded.kubeconfig, is_tee = excluded.is_tee, state = excluded.state,
            node_name = excluded.node_name\
        """)
    void save(Server server);

    @Query("UPDATE servers SET locked = :locked, generation = generation + 1 WHERE server_id = :serverId")
    void setLocked(String serverId, boolean locked);

    @Query("UPDATE servers SET state = :state, generation = generation + 1 WHERE server_id = :serverId")
    void setState(String serverId, String state);

    /** How its node was seen. */
    @Query("UPDATE servers SET status = :status WHERE server_id = :serverId AND status IS DISTINCT FROM :status")
    void setStatus(String serverId, String status);

    @Query("UPDATE servers SET node_name = :nodeName WHERE server_id = :serverId")
    void setNode(String serverId, String nodeName);

    /** Where the validator verifies the server's GPUs; an address that is known already stays. */
    @Query("""
        UPDATE servers SET ip_address = coalesce(ip_address, :host), verification_port = :port
        WHERE server_id = :serverId\
        """)
    void setVerification(String serverId, String host, int port);

    /** What the validator gave all GPUs of the server to work from. */
    @Query("UPDATE servers SET seed = :seed WHERE server_id = :serverId")
    void setSeed(String serverId, long seed);

    /** Does nothing where another kubeconfig is stored by now. */
    @Query("UPDATE servers SET kubeconfig = :wanted WHERE name = :name AND kubeconfig = :present")
    void replaceKubeconfig(String name, String present, String wanted);

    /** Deletes the row; fails while GPUs or deployments refer to it. */
    @Query("DELETE FROM servers WHERE server_id = :serverId")
    void delete(String serverId);
}
