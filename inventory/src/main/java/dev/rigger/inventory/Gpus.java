package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Table {@code gpus}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Gpus extends GenericRepository<Gpu, String> {
    @Query("SELECT * FROM gpus ORDER BY server_id, gpu_id")
    List<Gpu> all();

    /**
     * With empty device information: for planning, where speed counts. What is being proven counts as not verified: nothing is
     * planned on it.
     */
    @Query("""
        SELECT gpu_id, validator, server_id, deployment_id, CAST('{}' AS jsonb) AS device_info, model_short_ref,
            verified AND (proving_until IS NULL OR proving_until < now()) AS verified
        FROM gpus WHERE validator = :validator ORDER BY server_id, gpu_id\
        """)
    List<Gpu> withoutDeviceInfo(String validator);

    @Query("SELECT * FROM gpus WHERE gpu_id = :gpuId")
    Optional<Gpu> byId(String gpuId);

    @Query("SELECT * FROM gpus WHERE server_id = :serverId ORDER BY gpu_id")
    List<Gpu> ofServer(String serverId);

    @Query("SELECT * FROM gpus WHERE deployment_id = :deploymentId ORDER BY gpu_id")
    List<Gpu> ofDeployment(String deploymentId);

    /** Deployments whose GPUs are held for others: they are about to end. */
    @Query("""
        SELECT DISTINCT deployment_id FROM gpus
        WHERE validator = :validator AND held_for IS NOT NULL ORDER BY deployment_id\
        """)
    List<String> ownersMakingRoom(String validator);

    /** Inserts, or updates everything but the owner, which only a reservation changes. */
    @Query("""
        INSERT INTO gpus (gpu_id, validator, server_id, device_info, model_short_ref, verified)
        VALUES (:gpuId, :validator, :serverId, CAST(:deviceInfo AS jsonb), :modelShortRef, :verified)
        ON CONFLICT (gpu_id) DO UPDATE SET validator = excluded.validator, server_id = excluded.server_id,
            device_info = excluded.device_info, model_short_ref = excluded.model_short_ref,
            verified = excluded.verified\
        """)
    void save(Gpu gpu);

    @Query("UPDATE gpus SET verified = TRUE WHERE server_id = :serverId")
    void markVerified(String serverId);

    /** Whether these GPUs are to be planned with; answers how many were not so before. */
    default int setVerified(String serverId, List<String> gpuIds, boolean verified) {
        return gpuIds.isEmpty() ? 0 : changeVerified(serverId, gpuIds, verified);
    }

    /** The same for at least one GPU. */
    @Query("""
        UPDATE gpus SET verified = :verified
        WHERE server_id = :serverId AND gpu_id IN (:gpuIds) AND verified <> :verified\
        """)
    int changeVerified(String serverId, List<String> gpuIds, boolean verified);

    /**
     * Keeps those of the server's GPUs that nobody has for a proof: they are not reserved until it gives them back, or until so
     * many seconds are over. Asked again for the same proof it answers the same, and begins the time anew.
     *
     * @return their ids
     */
    @Query("SELECT hold_for_proof(:serverId, :proofId, :seconds)")
    List<String> holdForProof(String serverId, String proofId, long seconds);

    /** Gives back what is held for that proof; nothing held is success. */
    @Query("UPDATE gpus SET proof_id = NULL, proving_until = NULL WHERE proof_id = :proofId")
    void giveBackFromProof(String proofId);

    /** Deletes the server's GPUs; fails while one of them is owned. */
    default void deleteOfServer(String serverId) {
        deleteFree(serverId);
        List<String> owners = ownersOn(serverId);
        if (!owners.isEmpty()) {
            throw new IllegalStateException("Cannot delete the GPUs of server " + serverId + ": deployments " + owners
                    + " own some. GPU_OWNED. End those deployments first.");
        }
    }

    /** Deletes those of the server's GPUs that nobody owns, if nobody owns any. */
    @Query("""
        DELETE FROM gpus WHERE server_id = :serverId
            AND NOT EXISTS (SELECT 1 FROM gpus o WHERE o.server_id = :serverId AND o.deployment_id IS NOT NULL)\
        """)
    void deleteFree(String serverId);

    @Query("SELECT DISTINCT deployment_id FROM gpus WHERE server_id = :serverId AND deployment_id IS NOT NULL")
    List<String> ownersOn(String serverId);
}
