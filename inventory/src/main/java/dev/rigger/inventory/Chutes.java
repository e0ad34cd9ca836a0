package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.micronaut.transaction.annotation.Transactional;
import java.util.List;
import java.util.Optional;

/** Table {@code chutes}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Chutes extends GenericRepository<Chute, String> {
    @Query("SELECT * FROM chutes WHERE validator = :validator ORDER BY chute_id")
    List<Chute> ofValidator(String validator);

    /** Those that are not deleted, with empty code, which may be long: for planning, where speed counts. */
    @Query("""
            SELECT chute_id, validator, name, image, '' AS code, filename, ref_str, version, supported_gpus, gpu_count,
                created_at, updated_at, ban_reason, chutes_version, preemptible, tee, job_only, open, job_ports, deleted
            FROM chutes WHERE validator = :validator AND NOT deleted ORDER BY chute_id""")
    List<Chute> withoutCode(String validator);

    /** Which of these there are. */
    @Query("SELECT chute_id FROM chutes WHERE chute_id = ANY (string_to_array(:joinedByComma, ','))")
    List<String> known(String joinedByComma);

    @Query("SELECT * FROM chutes WHERE chute_id = :chuteId")
    Optional<Chute> byId(String chuteId);

    /** Inserts or updates by id; answers whether anything differs from before. */
    @Transactional
    default boolean save(Chute chute) {
        Optional<Chute> before = lock(chute.chuteId());
        if (before.isPresent() && chute.isLike(before.get())) {
            return false;
        }
        write(chute);
        return true;
    }

    @Query("SELECT * FROM chutes WHERE chute_id = :chuteId FOR UPDATE")
    Optional<Chute> lock(String chuteId);

    /** Inserts, or updates everything but the creation time. */
    @Query("""
            INSERT INTO chutes (chute_id, validator, name, image, code, filename, ref_str, version, supported_gpus,
                gpu_count, created_at, updated_at, ban_reason, chutes_version, preemptible, tee, job_only, open, job_ports, deleted)
            VALUES (:chuteId, :validator, :name, :image, :code, :filename, :refStr, :version, :supportedGpus,
                :gpuCount, :createdAt, :updatedAt, :banReason, :chutesVersion, :preemptible, :tee, :jobOnly, :open,
                CAST(:jobPorts AS jsonb), :deleted)
            ON CONFLICT (chute_id) DO UPDATE SET validator = excluded.validator, name = excluded.name,
                image = excluded.image, code = excluded.code, filename = excluded.filename, ref_str = excluded.ref_str,
                version = excluded.version, supported_gpus = excluded.supported_gpus, gpu_count = excluded.gpu_count,
                updated_at = excluded.updated_at, ban_reason = excluded.ban_reason,
                chutes_version = excluded.chutes_version, preemptible = excluded.preemptible, tee = excluded.tee,
                job_only = excluded.job_only, open = excluded.open, job_ports = excluded.job_ports, deleted = excluded.deleted""")
    void write(Chute chute);

    /** Inserts or updates by id; a ban is the operator's, and stays as it is. */
    default void saveAll(List<Chute> chutes) {
        if (!chutes.isEmpty()) {
            writeAll(Rows.json(chutes));
        }
    }

    @Query("""
            INSERT INTO chutes (chute_id, validator, name, image, code, filename, ref_str, version, supported_gpus,
                gpu_count, created_at, updated_at, ban_reason, chutes_version, preemptible, tee, job_only, open, job_ports, deleted)
            SELECT chute_id, validator, name, image, code, filename, ref_str, version, supported_gpus,
                gpu_count, created_at, updated_at, ban_reason, chutes_version, preemptible, tee, job_only, open, job_ports, deleted
            FROM jsonb_populate_recordset(CAST(NULL AS chutes), CAST(:rows AS jsonb))
            ON CONFLICT (chute_id) DO UPDATE SET validator = excluded.validator, name = excluded.name,
                image = excluded.image, code = excluded.code, filename = excluded.filename, ref_str = excluded.ref_str,
                version = excluded.version, supported_gpus = excluded.supported_gpus, gpu_count = excluded.gpu_count,
                updated_at = excluded.updated_at, chutes_version = excluded.chutes_version,
                preemptible = excluded.preemptible, tee = excluded.tee, job_only = excluded.job_only,
                open = excluded.open, job_ports = excluded.job_ports, deleted = excluded.deleted""")
    void writeAll(String rows);

    @Query("UPDATE chutes SET deleted = TRUE WHERE chute_id = :chuteId")
    void markDeleted(String chuteId);

    /** Deletes the row; fails while deployments refer to it. */
    @Query("DELETE FROM chutes WHERE chute_id = :chuteId")
    void delete(String chuteId);
}
