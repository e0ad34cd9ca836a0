package dev.rigger.activities.proof;

import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.ProofClasses;
import dev.rigger.gpv1.host.HostSigner;
import dev.rigger.gpv1.host.ProofPlan;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.GpuVerdicts;
import dev.rigger.inventory.Proofs;
import dev.rigger.settings.MinerSettings;
import dev.rigger.workflows.proof.VerifierActivities;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Function;

/** How much work a proof is, and who asks for it. */
@Factory
final class ProofBeans {
    /** @param profile {@code RIGGER_PROOF_PROFILE}: {@code tiny}, {@code sim}, {@code sim-large} or {@code full} */
    @Singleton
    VerifierActivities verifier(
            Proofs proofs,
            GpuVerdicts verdicts,
            SecretKeys secrets,
            InstantSource clock,
            MinerSettings miner,
            @Value("${rigger.proof.profile:tiny}") String profile) {
        Profile work = Profile.named(profile)
                .orElseThrow(() -> new IllegalArgumentException(
                        "RIGGER_PROOF_PROFILE=" + profile + ": it must be tiny, sim, sim-large or full"));
        Verifier verifier = new Verifier(new SecureRandom());
        HostVerifier hosts = new HostVerifier(verifier, GpuCatalogue.shipped(), plans(work), signer(miner, clock));
        return new StoredVerifier(proofs, verdicts, secrets, clock, verifier, work, hosts);
    }

    /** The full proof is each type's own and judged by the clock; a type that has none yet does the work untimed. */
    static Function<String, ProofPlan> plans(Profile work) {
        if (!work.equals(Profile.FULL)) {
            return type -> ProofPlan.untimed(work);
        }
        ProofClasses classes = ProofClasses.shipped();
        return type -> classes.byShortRef(type).map(ProofPlan::full).orElseGet(() -> ProofPlan.untimed(work));
    }

    private static HostSigner signer(MinerSettings miner, InstantSource clock) {
        RequestSigner signer = new RequestSigner(Hotkey.fromSeed(miner.seed().reveal()), clock);
        return HostSigner.of(
                body -> signer.managementForBody(miner.ss58(), body),
                () -> signer.managementForPurpose(miner.ss58(), "graval"));
    }
}
