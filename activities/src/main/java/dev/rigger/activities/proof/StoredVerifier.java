package dev.rigger.activities.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.verifier.ChallengeSecret;
import dev.rigger.gpv1.verifier.Verdict;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.GpuVerdict;
import dev.rigger.inventory.GpuVerdicts;
import dev.rigger.inventory.Proofs;
import dev.rigger.inventory.SealedAs;
import dev.rigger.inventory.StoredProof;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.ProofAnswer;
import dev.rigger.workflows.proof.ProofChallenge;
import dev.rigger.workflows.proof.ProofOrder;
import dev.rigger.workflows.proof.ProofVerdict;
import dev.rigger.workflows.proof.VerifierActivities;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Verifies with GPV1 and keeps both halves in the inventory, the secret one encrypted. Whoever repeats a step finds what
 * the first attempt left: the same challenge, the same verdict.
 *
 * <p>Failures for good: {@code DEVICES_UNPROVABLE} (the report cannot be challenged), {@code PROOF_UNKNOWN}.
 */
final class StoredVerifier implements VerifierActivities {
    private static final String SCHEME = "gpv1";

    private final Proofs proofs;
    private final SecretKeys secrets;
    private final InstantSource clock;
    private final Verifier verifier;
    private final Profile profile;
    private final HostVerifier hosts;
    private final GpuVerdicts verdicts;
    private final ObjectMapper json = new ObjectMapper();

    StoredVerifier(
            Proofs proofs,
            GpuVerdicts verdicts,
            SecretKeys secrets,
            InstantSource clock,
            Verifier verifier,
            Profile profile,
            HostVerifier hosts) {
        this.proofs = proofs;
        this.verdicts = verdicts;
        this.hosts = hosts;
        this.secrets = secrets;
        this.clock = clock;
        this.verifier = verifier;
        this.profile = profile;
    }

    @Override
    public ProofVerdict examine(ProofOrder order) {
        Optional<GpuVerdict> standing = verdicts.byId(order.proofId());
        if (standing.isPresent()) {
            return new ProofVerdict(
                    standing.get().accepted(),
                    standing.get().code(),
                    standing.get().what());
        }
        BeatingWatch watch = new BeatingWatch(Activity.getExecutionContext());
        try {
            ProofVerdict verdict = hosts.examine(order, watch);
            verdicts.save(new GpuVerdict(
                    order.proofId(),
                    order.report().serverName(),
                    verdict.accepted(),
                    verdict.code(),
                    verdict.what(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS)));
            return verdict;
        } catch (CancellationException e) {
            throw watch.because(e);
        }
    }

    @Override
    public ProofChallenge makeChallenge(String proofId, DeviceReport report) {
        Optional<StoredProof> made = proofs.byId(proofId);
        if (made.isEmpty()) {
            proofs.store(fresh(proofId, report));
        }
        // Read back even when just stored: of two attempts at once, the first one's challenge is the one that counts.
        return read(stored(proofId).challenge());
    }

    @Override
    public ProofVerdict checkAnswer(ProofAnswer answer) {
        StoredProof proof = stored(answer.proofId());
        if (proof.accepted() == null) {
            byte[] secret = secrets.decrypt(proof.secretEncrypted(), SealedAs.proofSecret(answer.proofId()));
            Verdict verdict =
                    verifier.check(ChallengeSecret.decode(secret), new Answer(answer.plaintexts(), answer.roots()));
            proofs.verdict(answer.proofId(), verdict.accepted(), verdict.code().name(), verdict.what());
            return new ProofVerdict(verdict.accepted(), verdict.code().name(), verdict.what());
        }
        return new ProofVerdict(proof.accepted(), String.valueOf(proof.code()), String.valueOf(proof.what()));
    }

    private StoredProof fresh(String proofId, DeviceReport report) {
        Verifier.Prepared prepared = prepare(report);
        ProofChallenge challenge = new ProofChallenge(
                proofId,
                report.serverName(),
                SCHEME,
                profile.name(),
                prepared.challenge().seed(),
                profile.passes(),
                prepared.challenge().ciphertexts());
        return new StoredProof(
                proofId,
                report.serverName(),
                secrets.encrypt(prepared.secret().encode(), SealedAs.proofSecret(proofId)),
                written(challenge),
                clock.instant(),
                null,
                null,
                null);
    }

    private Verifier.Prepared prepare(DeviceReport report) {
        try {
            List<GpuIdentity> gpus =
                    report.devices().stream().map(HostVerifier::identity).toList();
            return verifier.prepare(profile, gpus, ProofWatch.NONE);
        } catch (InvalidChallengeException e) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "Cannot challenge the GPUs of " + report.serverName() + ": " + e.what()
                            + ". Check what its GPU worker reports.",
                    "DEVICES_UNPROVABLE");
        }
    }

    private StoredProof stored(String proofId) {
        return proofs.byId(proofId)
                .orElseThrow(() -> ApplicationFailure.newNonRetryableFailure(
                        "There is no proof " + proofId + ". Onboard the server again.", "PROOF_UNKNOWN"));
    }

    private String written(ProofChallenge challenge) {
        try {
            return json.writeValueAsString(challenge);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a challenge of plain values cannot be written as JSON", e);
        }
    }

    private ProofChallenge read(String text) {
        try {
            return json.readValue(text, ProofChallenge.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("gpu_proofs.challenge is not a challenge", e);
        }
    }
}
