package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.micronaut.transaction.annotation.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables {@code epochs}, {@code seen_jobs}, {@code seen_instances}: what was last seen outside, and how completely. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Sightings extends GenericRepository<Epoch, String> {
    /** Replaces what the cluster's last complete look showed, in one transaction with its epoch. */
    @Transactional
    default void saveJobs(Epoch epoch, String cluster, List<SeenJob> jobs) {
        forgetJobs(cluster);
        Map<String, SeenJob> once = new LinkedHashMap<>();
        jobs.forEach(job -> once.put(job.deploymentId(), job));
        writeJobs(Rows.json(List.copyOf(once.values())));
        tellOfTroubles(cluster);
        saveEpoch(epoch);
    }

    /** Replaces what the validator's last believed list showed, in one transaction with its epoch. */
    @Transactional
    default void saveInstances(Epoch epoch, List<SeenInstance> instances) {
        write(Rows.json(instances));
        forgetUnseen(epoch.validator(), Rows.ids(instances, SeenInstance::instanceId));
        saveEpoch(epoch);
    }

    @Query("""
        INSERT INTO seen_instances (instance_id, validator, chute_id, config_id, active, verified, multiplier, seen_at)
        SELECT instance_id, validator, chute_id, config_id, active, verified, multiplier, seen_at
        FROM jsonb_populate_recordset(CAST(NULL AS seen_instances), CAST(:rows AS jsonb))
        ON CONFLICT (validator, instance_id) DO UPDATE SET chute_id = excluded.chute_id,
            config_id = excluded.config_id, active = excluded.active, verified = excluded.verified,
            multiplier = excluded.multiplier,
            seen_at = excluded.seen_at\
        """)
    void write(String rows);

    @Query("""
        DELETE FROM seen_instances WHERE validator = :validator AND instance_id NOT IN (
            SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))\
        """)
    void forgetUnseen(String validator, String ids);

    @Query("""
        INSERT INTO epochs (source, validator, fetched_at, complete, suspect, count)
        VALUES (:source, :validator, :fetchedAt, :complete, :suspect, :count)
        ON CONFLICT (source, validator) DO UPDATE SET fetched_at = excluded.fetched_at,
            complete = excluded.complete, suspect = excluded.suspect, count = excluded.count\
        """)
    void saveEpoch(Epoch epoch);

    /** The last look at every source. */
    @Query("SELECT * FROM epochs WHERE validator = :validator ORDER BY source")
    List<Epoch> looks(String validator);

    @Query("DELETE FROM seen_jobs WHERE cluster = :cluster")
    void forgetJobs(String cluster);

    @Query("""
        INSERT INTO seen_jobs (cluster, deployment_id, pod_state, detail, why, seen_at)
        SELECT cluster, deployment_id, pod_state, detail, why, seen_at
        FROM jsonb_populate_recordset(CAST(NULL AS seen_jobs), CAST(:rows AS jsonb))
        ON CONFLICT (cluster, deployment_id) DO UPDATE SET pod_state = excluded.pod_state,
            detail = excluded.detail, why = excluded.why, seen_at = excluded.seen_at\
        """)
    void writeJobs(String rows);

    /** Open deployments show what is wrong with them now; the words of those that end were written when they had to. */
    @Query("""
        UPDATE deployment_audit a SET detail = CASE WHEN s.why IS NULL THEN NULL
            ELSE concat_ws(': ', s.why, s.detail) END
        FROM seen_jobs s JOIN deployments d USING (deployment_id)
        WHERE s.cluster = :cluster AND a.deployment_id = s.deployment_id
            AND d.phase NOT IN ('DRAINING', 'HELD')
            AND a.detail IS DISTINCT FROM
                CASE WHEN s.why IS NULL THEN NULL ELSE concat_ws(': ', s.why, s.detail) END\
        """)
    void tellOfTroubles(String cluster);

    /** Of whichever validator looked last. */
    @Query("SELECT * FROM epochs WHERE source = :source ORDER BY fetched_at DESC LIMIT 1")
    Optional<Epoch> latest(String source);

    /** Of that validator: two validators' lists have the same source. */
    @Query("SELECT * FROM epochs WHERE source = :source AND validator = :validator")
    Optional<Epoch> latest(String source, String validator);

    @Query("SELECT * FROM seen_jobs WHERE cluster = :cluster ORDER BY deployment_id")
    List<SeenJob> jobs(String cluster);

    @Query("SELECT * FROM seen_instances WHERE validator = :validator ORDER BY instance_id")
    List<SeenInstance> instances(String validator);
}
