package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The verifier's half of a proof, encrypted, and the verdict: table {@code gpu_proofs}. */
@MappedEntity("gpu_proofs")
public record StoredProof(
        @Id String proofId,
        String serverName,
        byte[] secretEncrypted,
        String challenge,
        Instant madeAt,
        @Nullable Boolean accepted,
        @Nullable String code,
        @Nullable String what) {}
