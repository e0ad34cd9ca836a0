package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** Table {@code gpu_proofs}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Proofs extends GenericRepository<StoredProof, String> {
    @Query("SELECT * FROM gpu_proofs WHERE proof_id = :proofId")
    Optional<StoredProof> byId(String proofId);

    /** A proof of that id that exists already stays as it is. */
    @Query("""
            INSERT INTO gpu_proofs (proof_id, server_name, secret_encrypted, challenge, made_at, accepted, code, what)
            VALUES (:proofId, :serverName, :secretEncrypted, :challenge, :madeAt, :accepted, :code, :what)
            ON CONFLICT (proof_id) DO NOTHING""")
    void store(StoredProof proof);

    @Query("UPDATE gpu_proofs SET accepted = :accepted, code = :code, what = :what WHERE proof_id = :proofId")
    void verdict(String proofId, boolean accepted, String code, String what);
}
