package dev.rigger.gpv1.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.verifier.Verdict.Code;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final List<GpuIdentity> GPUS = IntStream.range(0, 8)
            .mapToObj(index ->
                    new GpuIdentity("NVIDIA H200", String.format("%032x", index + 1), 140L << 30, 132, 1_980_000, 2048))
            .toList();
    private static final String FIRST = GPUS.get(0).uuid();
    private static final String SECOND = GPUS.get(1).uuid();

    private final Verifier verifier = new Verifier(new SecureRandom());
    private final Verifier.Prepared prepared = verifier.prepare(Profile.TINY, GPUS, ProofWatch.NONE);
    private final Answer honest = answer(prepared);

    @Test
    void anHonestServerIsProven() {
        assertThat(verifier.check(prepared.secret(), honest).code()).isEqualTo(Code.PROVEN);
    }

    @Test
    void theSecretHalfSurvivesBeingStored() {
        ChallengeSecret stored = ChallengeSecret.decode(prepared.secret().encode());
        assertThat(stored).isEqualTo(prepared.secret());
        assertThat(verifier.check(stored, honest).accepted()).isTrue();
    }

    @Test
    void theSecretHalfShowsNoSecretInItsText() {
        assertThat(prepared.secret().toString() + prepared.secret().gpus())
                .doesNotContain(prepared.secret().gpus().getFirst().plaintext());
    }

    @Test
    void aWrongPlaintextIsALie() {
        assertThat(changed(honest.plaintexts(), honest.roots(), true, FIRST, "0".repeat(32)))
                .isEqualTo(Code.WRONG_PLAINTEXT);
    }

    @Test
    void aGpuThatIsMissingIsMissedInEitherPart() {
        Map<String, String> plaintexts = new HashMap<>(honest.plaintexts());
        plaintexts.remove(SECOND);
        assertThat(code(new Answer(plaintexts, honest.roots()))).isEqualTo(Code.MISSING_GPU);
        Map<String, String> roots = new HashMap<>(honest.roots());
        roots.remove(SECOND);
        assertThat(code(new Answer(honest.plaintexts(), roots))).isEqualTo(Code.MISSING_GPU);
    }

    @Test
    void plaintextsOfTwoGpusDoNotStandInForEachOther() {
        Map<String, String> swapped = new HashMap<>(honest.plaintexts());
        swapped.put(FIRST, plaintextOf(SECOND));
        swapped.put(SECOND, plaintextOf(FIRST));
        assertThat(code(new Answer(swapped, honest.roots()))).isEqualTo(Code.WRONG_PLAINTEXT);
    }

    @Test
    void aRootOfOtherWorkOrOfNoneIsALie() {
        assertThat(changed(honest.plaintexts(), honest.roots(), false, FIRST, rootOf(SECOND)))
                .isEqualTo(Code.WRONG_ROOT);
        assertThat(changed(honest.plaintexts(), honest.roots(), false, FIRST, "not a root"))
                .isEqualTo(Code.WRONG_ROOT);
    }

    @Test
    void aGpuThatWasNotChallengedSpoilsTheAnswer() {
        assertThat(changed(honest.plaintexts(), honest.roots(), true, "f".repeat(32), "0".repeat(32)))
                .isEqualTo(Code.UNKNOWN_GPU);
    }

    @Test
    void anAnswerToAnEarlierChallengeProvesNothing() {
        Verifier.Prepared later = verifier.prepare(Profile.TINY, GPUS, ProofWatch.NONE);
        assertThat(verifier.check(later.secret(), honest).code()).isEqualTo(Code.WRONG_PLAINTEXT);
    }

    @Test
    void aGpuThatIsNotWhatItClaimsOpensNothing() {
        GpuIdentity claimed = GPUS.getFirst();
        GpuIdentity real = new GpuIdentity("NVIDIA H100", claimed.uuid(), 80L << 30, 132, 1_980_000, 2048);
        try (HeldWork work = new CpuProver().prove(real, prepared.challenge(), ProofWatch.NONE)) {
            assertThat(work.plaintext()).isEmpty();
        }
    }

    @Test
    void theSamePlaintextAndSeedAreSealedDifferentlyEachTime() {
        Map<GpuIdentity, String> plaintexts = Map.of(GPUS.getFirst(), "decrypt me please");
        assertThat(verifier.prepare(Profile.TINY, 7, plaintexts, ProofWatch.NONE)
                        .challenge()
                        .ciphertexts())
                .isNotEqualTo(verifier.prepare(Profile.TINY, 7, plaintexts, ProofWatch.NONE)
                        .challenge()
                        .ciphertexts());
    }

    @Test
    void aChallengeOfNoGpuOrOfOneTwiceIsNone() {
        assertThatThrownBy(() -> verifier.prepare(Profile.TINY, List.of(), ProofWatch.NONE))
                .isInstanceOf(InvalidChallengeException.class);
        GpuIdentity twin = new GpuIdentity("NVIDIA H100", FIRST, 80L << 30, 132, 1_980_000, 2048);
        assertThatThrownBy(() -> verifier.prepare(Profile.TINY, List.of(GPUS.getFirst(), twin), ProofWatch.NONE))
                .isInstanceOf(InvalidChallengeException.class);
    }

    @Test
    void aCancelledProofEnds() {
        ProofWatch stop = new ProofWatch() {
            @Override
            public void done(double share) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> new CpuProver().prove(GPUS.getFirst(), prepared.challenge(), stop))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void workForRealGpusIsOutOfACpusReachAndSaysSo() {
        assertThat(Profile.FULL.rowsFor(new GpuIdentity("NVIDIA H200", FIRST, 150754820096L, 132, 1_980_000, 2048)))
                .isEqualTo(1_076_224);
        Verifier.Prepared tiny = verifier.prepare(Profile.TINY, GPUS.subList(0, 1), ProofWatch.NONE);
        Challenge full = new Challenge(1, Profile.FULL, tiny.challenge().ciphertexts());
        assertThatThrownBy(() -> new CpuProver().prove(GPUS.getFirst(), full, ProofWatch.NONE))
                .isInstanceOf(InvalidChallengeException.class)
                .hasMessageContaining("too large for a CPU");
    }

    private String rootOf(String uuid) {
        return Objects.requireNonNull(honest.roots().get(uuid));
    }

    private String plaintextOf(String uuid) {
        return Objects.requireNonNull(honest.plaintexts().get(uuid));
    }

    private Code changed(
            Map<String, String> plaintexts, Map<String, String> roots, boolean plaintext, String uuid, String value) {
        Map<String, String> newPlaintexts = new HashMap<>(plaintexts);
        Map<String, String> newRoots = new HashMap<>(roots);
        (plaintext ? newPlaintexts : newRoots).put(uuid, value);
        return code(new Answer(newPlaintexts, newRoots));
    }

    private Code code(Answer answer) {
        return verifier.check(prepared.secret(), answer).code();
    }

    private static Answer answer(Verifier.Prepared prepared) {
        Map<String, String> plaintexts = new HashMap<>();
        Map<String, String> roots = new HashMap<>();
        for (GpuIdentity gpu : GPUS) {
            try (HeldWork work = new CpuProver().prove(gpu, prepared.challenge(), ProofWatch.NONE)) {
                plaintexts.put(gpu.uuid(), work.plaintext().orElseThrow());
                roots.put(gpu.uuid(), HexFormat.of().formatHex(work.root()));
            }
        }
        return new Answer(plaintexts, roots);
    }
}
