package dev.rigger.inventory;

import java.util.Optional;

/** Table {@code gpu_proofs}. */
public interface Proofs {
    Optional<StoredProof> byId(String proofId);

    /** A proof of that id that exists already stays as it is. */
    void store(StoredProof proof);

    void verdict(String proofId, boolean accepted, String code, String what);
}
