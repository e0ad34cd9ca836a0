package dev.rigger.devnet.validator.verification;

import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.NodeRecord;
import dev.rigger.devnet.validator.platform.NodeRegistry;
import dev.rigger.devnet.validator.platform.VerificationTask;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.host.HostExaminer;
import dev.rigger.gpv1.host.HostFailure;
import dev.rigger.gpv1.host.HostPort;
import dev.rigger.gpv1.host.HostSigner;
import dev.rigger.gpv1.host.ProofPlan;
import dev.rigger.gpv1.verifier.Verdict;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.gpv1.work.InfoChallenge;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies announced GPUs at the announced address: device-info challenges, then GPV1's whole examination of all of them at
 * once, with audits, and judged by the clock where the plan for their type says so.
 */
public final class NodeVerification implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeVerification.class);

    private final NodeRegistry nodes;
    private final RequestSigner signer;
    private final Function<String, ProofPlan> plans;
    private final Verifier verifier;
    private final SecureRandom random = new SecureRandom();
    private final int infoChallenges;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param plans how GPUs of a type are examined */
    public NodeVerification(
            NodeRegistry nodes,
            Hotkey validator,
            int infoChallenges,
            Function<String, ProofPlan> plans,
            InstantSource clock) {
        this.nodes = nodes;
        this.signer = new RequestSigner(validator, clock);
        this.plans = plans;
        this.verifier = new Verifier(random);
        this.infoChallenges = infoChallenges;
    }

    /** Begins; the task's end is written to the registry. */
    public void begin(VerificationTask task) {
        threads.execute(() -> {
            try {
                String error = verify(task).orElse(null);
                LOG.info("Verification {}: {}", task.taskId(), error == null ? "verified" : error);
                nodes.verified(task.taskId(), error);
            } catch (CancellationException stopping) {
                LOG.info("Verification {} begins again with the next start", task.taskId());
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** What is wrong with these GPUs, if anything. */
    private Optional<String> verify(VerificationTask task) {
        List<NodeRecord> announced = nodes.of(task.minerHotkey()).stream()
                .filter(node -> task.uuids().contains(node.uuid()))
                .sorted(Comparator.comparing(
                        node -> Objects.requireNonNull(node.device().deviceIndex())))
                .toList();
        if (announced.size() != task.uuids().size()) {
            return Optional.of("some of the GPUs were withdrawn meanwhile");
        }
        Device first = announced.get(0).device();
        try (HostPort host = new HostPort(host(first), port(first), signedFor(task.minerHotkey()), ProofWatch.NONE)) {
            Optional<String> wrong = wrongInfo(announced, host);
            return wrong.isPresent() ? wrong : wrongProof(announced, host);
        } catch (HostFailure e) {
            return Optional.of("gpv1: " + e.what());
        } catch (InvalidChallengeException e) {
            return Optional.of("gpv1: " + e.what());
        }
    }

    private Optional<String> wrongInfo(List<NodeRecord> announced, HostPort host) {
        List<GpuIdentity> identities =
                announced.stream().map(node -> Gpus.identity(node.device())).toList();
        for (int i = 0; i < infoChallenges; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            String challenge = HexFormat.of().formatHex(bytes);
            if (!host.info(challenge).equals(InfoChallenge.answer(challenge, identities))) {
                return Optional.of("gpv1: device info challenge failed");
            }
        }
        return Optional.empty();
    }

    private Optional<String> wrongProof(List<NodeRecord> announced, HostPort host) {
        Map<GpuIdentity, String> plaintexts = new LinkedHashMap<>();
        announced.forEach(
                node -> plaintexts.put(Gpus.identity(node.device()), "decrypt me please: " + UUID.randomUUID()));
        ProofPlan plan = plans.apply(announced.get(0).gpuIdentifier());
        Verdict verdict = new HostExaminer(host, random, plan.patience(), plan.longestPause())
                .verdict(verifier.examine(
                        plan.profile(), announced.get(0).seed(), plaintexts, plan.terms(), ProofWatch.NONE));
        return verdict.accepted() ? Optional.empty() : Optional.of("gpv1: " + verdict.what());
    }

    private HostSigner signedFor(String miner) {
        return new HostSigner() {
            @Override
            public Map<String, String> forBody(byte[] body) {
                return signer.managementForBody(miner, body);
            }

            @Override
            public Map<String, String> forPurpose() {
                return signer.managementForPurpose(miner, "graval");
            }
        };
    }

    private static String host(Device device) {
        return Objects.requireNonNull(device.verificationHost());
    }

    private static int port(Device device) {
        return Objects.requireNonNull(device.verificationPort());
    }
}
