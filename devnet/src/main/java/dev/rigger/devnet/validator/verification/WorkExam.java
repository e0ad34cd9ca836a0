package dev.rigger.devnet.validator.verification;

import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.NodeRecord;
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
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Device-info challenges, then GPV1's whole examination of all GPUs at once, with audits, and judged by the clock where the
 * plan for their type says so.
 */
public final class WorkExam implements NodeExam {
    private final RequestSigner signer;
    private final Function<String, ProofPlan> plans;
    private final Verifier verifier;
    private final SecureRandom random = new SecureRandom();
    private final int infoChallenges;

    /** @param plans how GPUs of a type are examined */
    public WorkExam(Hotkey validator, int infoChallenges, Function<String, ProofPlan> plans, InstantSource clock) {
        this.signer = new RequestSigner(validator, clock);
        this.plans = plans;
        this.verifier = new Verifier(random);
        this.infoChallenges = infoChallenges;
    }

    @Override
    public Optional<String> problem(List<NodeRecord> announced, String miner) {
        Device first = announced.getFirst().device();
        try (HostPort host = new HostPort(host(first), port(first), signedFor(miner), ProofWatch.NONE)) {
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
        return HostSigner.of(
                body -> signer.managementForBody(miner, body), () -> signer.managementForPurpose(miner, "graval"));
    }

    private static String host(Device device) {
        return Objects.requireNonNull(device.verificationHost());
    }

    private static int port(Device device) {
        return Objects.requireNonNull(device.verificationPort());
    }
}
