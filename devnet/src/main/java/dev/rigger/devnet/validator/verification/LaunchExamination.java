package dev.rigger.devnet.validator.verification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.ClaimDesk.Claimed;
import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.LaunchConfig;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.ProofRequest;
import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.verifier.ChallengeSecret;
import dev.rigger.gpv1.verifier.Verdict;
import dev.rigger.gpv1.verifier.Verifier;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a launch proves beyond its session key: that a pod's GPUs did the work that its chute asks for, and that the ports of
 * a job are reached from outside. Computes and connects, so never under the ledger's lock.
 */
public final class LaunchExamination {
    private final Platform platform;
    private final SecureRandom random = new SecureRandom();
    private final Verifier verifier = new Verifier(random);
    private final PortCheck ports = new PortCheck();

    public LaunchExamination(Platform platform) {
        this.platform = platform;
    }

    /** The session key as the pod gets it: in clear, or in boxes that only the chosen GPU's work opens. */
    public String hidden(Claimed claimed) {
        LaunchConfig config = claimed.config();
        Optional<Profile> work = config.proof().profile();
        if (work.isEmpty()) {
            return claimed.symmetricKey();
        }
        GpuIdentity gpu = Gpus.identity(claimed.chosen());
        return Objects.requireNonNull(
                verifier.prepare(work.get(), config.seed(), Map.of(gpu, claimed.symmetricKey()), ProofWatch.NONE)
                        .challenge()
                        .ciphertexts()
                        .get(gpu.uuid()));
    }

    /** What is wrong with a pod's proof, beside its session key. */
    public Optional<String> problem(LaunchConfig config, ProofRequest request) {
        String id = config.instanceId();
        Instance instance = id == null ? null : platform.instances().byId(id).orElse(null);
        if (instance == null || instance.verified() || config.envType() == LaunchConfig.EnvType.TEE) {
            return Optional.empty();
        }
        Optional<String> wrong =
                config.proof().profile().flatMap(work -> wrongWork(work, config, instance, request.proof()));
        return instance.jobId() == null
                ? wrong
                : wrong.or(() -> ports.problem(instance, Objects.requireNonNull(config.symmetricKey())));
    }

    /** One GPU of the pod, by chance. Its boxes are not asked: who knows the session key has opened the chosen one's. */
    private Optional<String> wrongWork(Profile work, LaunchConfig config, Instance instance, @Nullable JsonNode proof) {
        List<String> uuids = instance.gpuUuids();
        String uuid = uuids.get(random.nextInt(uuids.size()));
        JsonNode done = proof == null ? null : proof.get(uuid);
        if (done == null) {
            return Optional.of("gpv1: MISSING_GPU: there is no proof of GPU " + uuid);
        }
        Device device = platform.nodes().all().stream()
                .filter(node -> node.uuid().equals(uuid))
                .findFirst()
                .map(node -> node.device())
                .orElse(null);
        if (device == null) {
            return Optional.of("gpv1: UNKNOWN_GPU: GPU " + uuid + " was withdrawn meanwhile");
        }
        String key = Objects.requireNonNull(config.symmetricKey());
        Answer answer = Gpus.answer(Map.of(uuid, key), Map.of(uuid, done));
        ChallengeSecret secret =
                new ChallengeSecret(config.seed(), work, List.of(new ChallengeSecret.Gpu(Gpus.identity(device), key)));
        Verdict verdict = verifier.check(secret, answer);
        return verdict.accepted() ? Optional.empty() : Optional.of("gpv1: " + verdict.code() + ": " + verdict.what());
    }
}
