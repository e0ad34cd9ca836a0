package dev.rigger.activities.proof;

import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Proofs;
import dev.rigger.workflows.proof.VerifierActivities;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** How much work a proof is. */
@Factory
final class ProofBeans {
    /** @param profile {@code RIGGER_PROOF_PROFILE}: {@code tiny}, {@code sim}, {@code sim-large} or {@code full} */
    @Singleton
    VerifierActivities verifier(
            Proofs proofs,
            SecretKeys secrets,
            InstantSource clock,
            @Value("${rigger.proof.profile:tiny}") String profile) {
        return new StoredVerifier(
                proofs,
                secrets,
                clock,
                new Verifier(new SecureRandom()),
                Profile.named(profile)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "RIGGER_PROOF_PROFILE=" + profile + ": it must be tiny, sim, sim-large or full")));
    }
}
