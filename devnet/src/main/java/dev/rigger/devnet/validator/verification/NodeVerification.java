package dev.rigger.devnet.validator.verification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.NodeRecord;
import dev.rigger.devnet.validator.platform.NodeRegistry;
import dev.rigger.devnet.validator.platform.VerificationTask;
import dev.rigger.devnet.validator.wire.WireJson;
import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.verifier.Verdict;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.gpv1.work.InfoChallenge;
import dev.rigger.hotkey.Hotkey;
import java.io.IOException;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies announced GPUs at the announced address: device-info challenges, then one GPV1 proof over all of them.
 *
 * <p>The profile is the smallest one, which says nothing about hardware; so the time it takes is not judged.
 */
public final class NodeVerification implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeVerification.class);
    private static final Profile PROFILE = Profile.TINY;

    private final NodeRegistry nodes;
    private final HostCalls hosts;
    private final Verifier verifier;
    private final SecureRandom random = new SecureRandom();
    private final int infoChallenges;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public NodeVerification(NodeRegistry nodes, Hotkey validator, int infoChallenges, InstantSource clock) {
        this.nodes = nodes;
        this.hosts = new HostCalls(validator, clock);
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
            } catch (InterruptedException e) {
                // Stays pending, and begins again with the next start.
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
        hosts.close();
    }

    /** What is wrong with these GPUs, if anything. */
    private Optional<String> verify(VerificationTask task) throws InterruptedException {
        List<NodeRecord> announced = nodes.of(task.minerHotkey()).stream()
                .filter(node -> task.uuids().contains(node.uuid()))
                .sorted(Comparator.comparing(
                        node -> Objects.requireNonNull(node.device().deviceIndex())))
                .toList();
        if (announced.size() != task.uuids().size()) {
            return Optional.of("some of the GPUs were withdrawn meanwhile");
        }
        try {
            Optional<String> wrong = wrongInfo(task, announced);
            return wrong.isPresent() ? wrong : wrongProof(task, announced);
        } catch (IOException | InvalidChallengeException e) {
            return Optional.of("gpv1: " + e.getMessage());
        }
    }

    private Optional<String> wrongInfo(VerificationTask task, List<NodeRecord> announced)
            throws IOException, InterruptedException {
        List<GpuIdentity> identities =
                announced.stream().map(node -> Gpus.identity(node.device())).toList();
        for (int i = 0; i < infoChallenges; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            String challenge = HexFormat.of().formatHex(bytes);
            Device first = announced.get(0).device();
            String answer = hosts.info(task.minerHotkey(), host(first), port(first), challenge);
            if (!answer.strip().equals(InfoChallenge.answer(challenge, identities))) {
                return Optional.of("gpv1: device info challenge failed");
            }
        }
        return Optional.empty();
    }

    private Optional<String> wrongProof(VerificationTask task, List<NodeRecord> announced)
            throws IOException, InterruptedException {
        Map<GpuIdentity, String> plaintexts = new LinkedHashMap<>();
        announced.forEach(
                node -> plaintexts.put(Gpus.identity(node.device()), "decrypt me please: " + UUID.randomUUID()));
        long seed = announced.get(0).seed();
        Verifier.Prepared prepared = verifier.prepare(PROFILE, seed, plaintexts, ProofWatch.NONE);
        Device first = announced.get(0).device();
        byte[] body = WireJson.bytes(Map.of(
                "scheme", "gpv1",
                "seed", seed,
                "iterations", PROFILE.passes(),
                "profile",
                        Map.of(
                                "n", PROFILE.order(),
                                "t", PROFILE.layers(),
                                "gs", PROFILE.groupRows(),
                                "rows", PROFILE.rows()),
                "ciphertext", prepared.challenge().ciphertexts()));
        String reply = hosts.prove(task.minerHotkey(), host(first), port(first), body);
        Verdict verdict = verifier.check(prepared.secret(), answer(reply));
        return verdict.accepted() ? Optional.empty() : Optional.of("gpv1: " + verdict.what());
    }

    private static Answer answer(String reply) throws IOException {
        JsonNode json = WireJson.MAPPER.readTree(reply);
        Map<String, String> plaintexts = new LinkedHashMap<>();
        json.path("plaintext")
                .properties()
                .forEach(e -> plaintexts.put(e.getKey(), e.getValue().asText()));
        Map<String, JsonNode> proof = new LinkedHashMap<>();
        json.path("proof").properties().forEach(e -> proof.put(e.getKey(), e.getValue()));
        return Gpus.answer(plaintexts, proof);
    }

    private static String host(Device device) {
        return Objects.requireNonNull(device.verificationHost());
    }

    private static int port(Device device) {
        return Objects.requireNonNull(device.verificationPort());
    }
}
