package dev.rigger.gpv1.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.gpv1.work.KeyBoxes;
import dev.rigger.gpv1.work.RowEngine;
import dev.rigger.gpv1.work.RowState;
import dev.rigger.gpv1.work.WorkContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Ten thousand proofs and messages with one thing changed: none is accepted, and none breaks the verifier or the prover. */
class MutationsTest {
    private static final int PROOFS = 8_000;
    private static final int BLOBS = 2_000;
    private static final long SEED = 20_261_121;
    private static final List<GpuIdentity> GPUS = Servers.h200s(2);
    private static final Profile SMALL = new Profile("custom", 64, 2, 1, 16, 64, 0, 8);
    private static final Challenge UNUSED = new Challenge(SEED, SMALL, Map.of("unused", ""));

    private final List<Examination.Gpu> gpus = new ArrayList<>();
    private Answer answer = new Answer(Map.of(), Map.of());
    private final List<AuditAnswer> audits = new ArrayList<>();
    private OpenAnswer opened = new OpenAnswer(Map.of());

    MutationsTest() {
        Challenge challenge = new Verifier(new RepeatedDraws(1))
                .prepare(SMALL, SEED, Map.of(GPUS.get(0), "one", GPUS.get(1), "two"), ProofWatch.NONE)
                .challenge();
        long[] rows = LongStream.range(0, 64).filter(row -> row % 8 == 3).toArray();
        GPUS.forEach(gpu -> gpus.add(new Examination.Gpu(
                new ChallengeSecret.Gpu(gpu, gpu.equals(GPUS.get(0)) ? "one" : "two"),
                new RowEngine(new WorkContext(SEED, SMALL, gpu)).recompute(rows, ProofWatch.NONE))));
        Examination exam = examination();
        try (ServerWork work = Servers.prove(GPUS, challenge)) {
            answer = work.answer();
            exam.answered(answer, Duration.ZERO);
            while (exam.auditsLeft() > 0) {
                audits.add(work.audit(exam.nextAudit()));
                exam.audited(audits.getLast(), Duration.ZERO, Duration.ZERO);
            }
            opened = work.open(exam.openings());
        }
    }

    @Test
    void anUnchangedProofIsAccepted() {
        assertThat(verdict(answer, audits, opened).accepted()).isTrue();
    }

    @Test
    void noChangedProofIsAcceptedAndNoneBreaksTheVerifier() {
        Random random = new Random(SEED);
        Mutations mutations = new Mutations(random);
        for (int i = 0; i < PROOFS; i++) {
            Answer mutatedAnswer = answer;
            List<AuditAnswer> mutatedAudits = new ArrayList<>(audits);
            OpenAnswer mutatedOpened = opened;
            switch (random.nextInt(3)) {
                case 0 -> mutatedAnswer = mutations.of(answer);
                case 1 -> {
                    int at = random.nextInt(audits.size());
                    mutatedAudits.set(at, mutations.of(audits.get(at)));
                }
                default -> mutatedOpened = mutations.of(opened);
            }
            assertThat(verdict(mutatedAnswer, mutatedAudits, mutatedOpened).accepted())
                    .as("mutation %d", i)
                    .isFalse();
        }
    }

    @Test
    void noChangedBlobOpensAndNoneBreaksTheProver() {
        Random random = new Random(SEED);
        WorkContext context = new WorkContext(SEED, SMALL, GPUS.getFirst());
        List<byte[]> fingerprints =
                gpus.getFirst().rows().stream().map(RowState::fingerprint).toList();
        byte[] blob = KeyBoxes.seal(context, fingerprints, new byte[32], new RepeatedDraws(2));
        assertThat(opensTo(context, blob, fingerprints)).hasValue(new byte[32]);
        for (int i = 0; i < BLOBS; i++) {
            assertThat(opensTo(context, changed(blob, random), fingerprints))
                    .as("mutation %d", i)
                    .isEmpty();
        }
    }

    private Verdict verdict(Answer given, List<AuditAnswer> scans, OpenAnswer shown) {
        Examination exam = examination();
        Optional<Verdict> refusal = exam.answered(given, Duration.ZERO);
        for (AuditAnswer scan : scans) {
            if (refusal.isEmpty()) {
                exam.nextAudit();
                refusal = exam.audited(scan, Duration.ZERO, Duration.ZERO);
            }
        }
        return refusal.orElseGet(() -> exam.opened(shown));
    }

    private Examination examination() {
        return new Examination(
                new Challenge(SEED, SMALL, UNUSED.ciphertexts()), gpus, Terms.untimed(), new RepeatedDraws(3));
    }

    private static Optional<byte[]> opensTo(WorkContext context, byte[] blob, List<byte[]> fingerprints) {
        try {
            KeyBoxes.Opener opener = KeyBoxes.open(context, blob);
            fingerprints.forEach(opener::offer);
            return opener.payload();
        } catch (InvalidChallengeException refused) {
            return Optional.empty();
        }
    }

    private static byte[] changed(byte[] blob, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(blob, random.nextInt(blob.length));
            case 1 -> Arrays.copyOf(blob, blob.length + 1 + random.nextInt(40));
            default -> {
                byte[] out = blob.clone();
                out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
                yield out;
            }
        };
    }
}
