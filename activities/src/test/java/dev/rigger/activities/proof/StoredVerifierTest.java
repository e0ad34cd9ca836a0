package dev.rigger.activities.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.GpuVerdicts;
import dev.rigger.inventory.Proofs;
import dev.rigger.inventory.StoredProof;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.ProofAnswer;
import dev.rigger.workflows.proof.ProofChallenge;
import dev.rigger.workflows.proof.ProofVerdict;
import dev.rigger.workflows.proof.VerifierActivities;
import io.micronaut.context.ApplicationContext;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredVerifierTest {
    private static final List<GpuIdentity> GPUS = IntStream.range(0, 3)
            .mapToObj(index ->
                    GpuCatalogue.shipped().byShortRef("h200").orElseThrow().device(String.format("%032x", index + 1)))
            .toList();

    private final LocalPostgres postgres = LocalPostgres.startTemporary();
    private final SecretKeys secrets = SecretKeys.derivedFrom("01".repeat(32));
    private final String proofId = UUID.randomUUID().toString();
    private ApplicationContext context;
    private Proofs proofs;
    private VerifierActivities verifier;

    @BeforeAll
    void open() {
        context = ApplicationContext.run(postgres.asDataSource());
        proofs = context.getBean(Proofs.class);
        Verifier gpv1 = new Verifier(new SecureRandom());
        verifier = new StoredVerifier(
                proofs,
                context.getBean(GpuVerdicts.class),
                secrets,
                InstantSource.system(),
                gpv1,
                Profile.TINY,
                new HostVerifier(gpv1, GpuCatalogue.shipped(), ProofBeans.plans(Profile.TINY), new Unsigned()));
    }

    @AfterAll
    void close() {
        context.close();
        postgres.close();
    }

    @Test
    void anHonestAnswerIsProven() {
        ProofChallenge challenge = verifier.makeChallenge(proofId, report("h200-0", GPUS));
        assertThat(challenge.profile()).isEqualTo("tiny");
        assertThat(verifier.checkAnswer(honest(challenge)))
                .isEqualTo(new ProofVerdict(true, "PROVEN", "all 3 GPUs did their work"));
    }

    @Test
    void aRepeatedRequestIsTheSameChallenge() {
        String id = UUID.randomUUID().toString();
        ProofChallenge first = verifier.makeChallenge(id, report("h200-0", GPUS));
        assertThat(verifier.makeChallenge(id, report("h200-0", GPUS))).isEqualTo(first);
    }

    @Test
    void aVerdictStandsWhateverIsAnsweredLater() {
        String id = UUID.randomUUID().toString();
        ProofChallenge challenge = verifier.makeChallenge(id, report("h200-0", GPUS));
        ProofAnswer honest = honest(challenge);
        ProofVerdict refused = verifier.checkAnswer(new ProofAnswer(id, Map.of(), Map.of(), Duration.ZERO));
        assertThat(refused.code()).isEqualTo("MISSING_GPU");
        assertThat(verifier.checkAnswer(honest)).isEqualTo(refused);
    }

    @Test
    void anAnswerToAnotherChallengeProvesNothing() {
        ProofAnswer first = honest(verifier.makeChallenge(UUID.randomUUID().toString(), report("h200-0", GPUS)));
        String second = UUID.randomUUID().toString();
        verifier.makeChallenge(second, report("h200-0", GPUS));
        ProofVerdict replayed =
                verifier.checkAnswer(new ProofAnswer(second, first.plaintexts(), first.roots(), Duration.ZERO));
        assertThat(replayed.accepted()).isFalse();
        assertThat(replayed.code()).isEqualTo("WRONG_PLAINTEXT");
    }

    @Test
    void theSecretHalfRestsEncrypted() {
        String id = UUID.randomUUID().toString();
        ProofChallenge challenge = verifier.makeChallenge(id, report("h200-0", GPUS));
        StoredProof stored = proofs.byId(id).orElseThrow();
        String plaintext = honest(challenge).plaintexts().values().iterator().next();
        assertThat(new String(stored.secretEncrypted(), StandardCharsets.ISO_8859_1))
                .doesNotContain("gpv1-secret");
        assertThat(stored.challenge()).doesNotContain(plaintext);
    }

    @Test
    void whatCannotBeChallengedIsRefusedForGood() {
        assertThatThrownBy(() -> verifier.makeChallenge(UUID.randomUUID().toString(), report("h200-0", List.of())))
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo("DEVICES_UNPROVABLE");
                    assertThat(failure.isNonRetryable()).isTrue();
                });
        assertThatThrownBy(() -> verifier.checkAnswer(new ProofAnswer("none", Map.of(), Map.of(), Duration.ZERO)))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo("PROOF_UNKNOWN"));
    }

    private static ProofAnswer honest(ProofChallenge asked) {
        Challenge challenge = new Challenge(asked.seed(), Profile.TINY, asked.ciphertexts());
        Map<String, String> plaintexts = new HashMap<>();
        Map<String, String> roots = new HashMap<>();
        for (GpuIdentity gpu : GPUS) {
            try (HeldWork work = new CpuProver().prove(gpu, challenge, ProofWatch.NONE)) {
                plaintexts.put(gpu.uuid(), work.plaintext().orElseThrow());
                roots.put(gpu.uuid(), HexFormat.of().formatHex(work.root()));
            }
        }
        return new ProofAnswer(asked.proofId(), plaintexts, roots, Duration.ofMillis(1));
    }

    private static DeviceReport report(String serverName, List<GpuIdentity> gpus) {
        return new DeviceReport(
                serverName,
                "127.0.1.1",
                31_000,
                "cpu-reference",
                IntStream.range(0, gpus.size())
                        .mapToObj(index -> new DeviceReport.Device(
                                index,
                                gpus.get(index).uuid(),
                                gpus.get(index).name(),
                                gpus.get(index).memoryBytes(),
                                gpus.get(index).processors(),
                                gpus.get(index).clockKhz(),
                                gpus.get(index).maxThreadsPerProcessor()))
                        .toList());
    }
}
