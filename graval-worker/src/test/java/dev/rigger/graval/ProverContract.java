package dev.rigger.graval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.OutOfGpuMemoryException;
import dev.rigger.gpv1.prover.Prover;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.gpv1.work.Opening;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every prover does, whatever computes: the same bytes as the reference, which defines them. */
public abstract class ProverContract {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] NONCE =
            HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final GpuIdentity H200 =
            GpuIdentity.parse("NVIDIA H200|00112233445566778899aabbccddeeff|150000000000|132|1980000|2048");
    private static final GpuIdentity SIMULATED =
            GpuIdentity.parse("GPV1 SIM|ffeeddccbbaa99887766554433221100|2147483648|4|1000000|1024");
    /** The published blob: rows 300 and 7 of the published tiny work open it. */
    private static final String BLOB =
            "R1BWMQACIADgSsSPAAAAAAAAAAAAAAAAMmkBvmrFY9kveaFod8bjfUPvW7uAAsXwP5tyi+ZVUnxgIXoRjAV0"
                    + "AzPaGqn6Hmgfs6RH6wEAAAAAAAAAAAAAADQwh6kHLiS7+BLWxaG/PPhzon7TRnmz/Xu/hhUxsRKWZgw6aHRvaX03b7ya2E6DRP8AAAAAAAAA"
                    + "AAAAAEnvWmVvuCFpp+UNELO3/fAbpesA07pZ6f7Fv3t+mKW2UkfwtbK0ZP8hld2tGNLg7w==";

    private final Verifier verifier = new Verifier(new SecureRandom());

    private Prover prover;

    /** Throws a {@link org.opentest4j.TestAbortedException} where there is nothing to compute on. */
    protected abstract Prover prover();

    @BeforeEach
    final void findProver() {
        prover = prover();
    }

    @Test
    void thePublishedTinyWorkHasItsRootItsScansAndItsPlaintext() {
        Challenge challenge = new Challenge(42, Profile.TINY, Map.of(H200.uuid(), BLOB));
        try (HeldWork work = prover.prove(H200, challenge, ProofWatch.NONE)) {
            assertThat(HEX.formatHex(work.root()))
                    .isEqualTo("ba223cb5e6c82537dd8a443acfd3f263f08a5c2e541f531380663ef9b93891b7");
            assertThat(work.plaintext()).hasValue("0123456789abcdef0123456789abcdef");
            assertThat(work.size()).isEqualTo(new WorkSize(2, 2, 512, 2));
            assertThat(work.audit(1, NONCE, 3))
                    .map(HEX::formatHex)
                    .containsExactly(
                            "62f6e04d026de576560ef610016fdab6e98bf41e81bf7252a564e5fef0e4bdad",
                            "5a4754e40649459ac2c1d9cefd6290535f62017a0a2807f26bb21232cf5672de",
                            "88c982d28c0a3e775bdec9a52b3bc608375bc53af87bc64ab1322107e0f1216d");
        }
    }

    @Test
    void thePublishedSimulatedWorkHasItsRootAndItsScans() {
        try (HeldWork work = prover.prove(SIMULATED, challenge(7, Profile.SIM, SIMULATED), ProofWatch.NONE)) {
            assertThat(HEX.formatHex(work.root()))
                    .isEqualTo("3dbbc173a052902a3d4fecb09e8b75bbcc567714a96eb68006bff6defde23876");
            assertThat(work.audit(1, NONCE, 2))
                    .map(HEX::formatHex)
                    .containsExactly(
                            "fa5a29fcd40b2cb7287cbf4262e73f916ddda8004c5fc07986874187e7fa41f3",
                            "46612815b35e2a200383f4c16df3df9387b05eb9c6896fa28665102d986e417a");
        }
    }

    @Test
    void everyByteThatIsShownIsTheReferences() {
        Profile uneven = new Profile("custom", 192, 3, 3, 64, 320, 0, 4);
        Challenge challenge = challenge(99, uneven, H200);
        try (HeldWork work = prover.prove(H200, challenge, ProofWatch.NONE);
                HeldWork reference = new CpuProver().prove(H200, challenge, ProofWatch.NONE)) {
            assertThat(work.root()).isEqualTo(reference.root());
            assertThat(work.plaintext()).isEqualTo(reference.plaintext()).isPresent();
            assertThat(work.audit(1, NONCE, 2)).containsExactlyElementsOf(reference.audit(1, NONCE, 2));
            for (int step = 0; step < 2; step++) {
                for (long row : List.of(0L, 63L, 64L, 200L, 319L)) {
                    assertSame(work.open(0, 0, row), reference.open(0, 0, row));
                    assertSame(work.open(1, step, row), reference.open(1, step, row));
                }
            }
        }
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        Challenge good = challenge(5, Profile.TINY, H200);
        Challenge noBlob = new Challenge(5, Profile.TINY, Map.of(H200.uuid(), "AAAA"));
        assertThatThrownBy(() -> prover.prove(H200, noBlob, ProofWatch.NONE))
                .isInstanceOf(InvalidChallengeException.class);
        assertThatThrownBy(() -> prover.prove(SIMULATED, good, ProofWatch.NONE))
                .isInstanceOf(InvalidChallengeException.class);
        try (HeldWork work = prover.prove(H200, good, ProofWatch.NONE)) {
            assertThatThrownBy(() -> work.open(0, 0, 512)).isInstanceOf(InvalidChallengeException.class);
            assertThatThrownBy(() -> work.open(1, 0, 0)).isInstanceOf(InvalidChallengeException.class);
        }
    }

    @Test
    void workThatDoesNotFitIsRefusedWithTheNumbers() {
        Profile large = new Profile("custom", 1_024, 64, 1, 256, 1 << 20, 0, 4);
        Challenge challenge = new Challenge(5, large, Map.of(SIMULATED.uuid(), BLOB));
        assertThatThrownBy(() -> prover.prove(SIMULATED, challenge, ProofWatch.NONE))
                .isInstanceOfSatisfying(OutOfGpuMemoryException.class, refused -> {
                    assertThat(refused.uuid()).isEqualTo(SIMULATED.uuid());
                    assertThat(refused.neededBytes()).isEqualTo(64L * 1_024 * ((1 << 20) + 1_024));
                });
    }

    @Test
    void workEndsWhenItsWatchSaysSoAndTellsHowFarItIsBefore() {
        double[] heard = {0};
        ProofWatch untilHalf = new ProofWatch() {
            @Override
            public void done(double share) {
                heard[0] = share;
            }

            @Override
            public boolean cancelled() {
                return heard[0] >= 0.5;
            }
        };
        assertThatThrownBy(() -> prover.prove(SIMULATED, challenge(7, Profile.SIM, SIMULATED), untilHalf))
                .isInstanceOf(CancellationException.class);
        assertThat(heard[0]).isBetween(0.5, 0.75);
    }

    @Test
    void memoryThatWasGivenBackIsNotScannedAnyMore() {
        HeldWork work = prover.prove(H200, challenge(5, Profile.TINY, H200), ProofWatch.NONE);
        work.close();
        assertThatThrownBy(() -> work.audit(1, NONCE, 1)).isInstanceOf(IllegalStateException.class);
        work.close();
    }

    private Challenge challenge(long seed, Profile profile, GpuIdentity gpu) {
        return verifier.prepare(profile, seed, Map.of(gpu, "decrypt me please"), ProofWatch.NONE)
                .challenge();
    }

    private static void assertSame(Opening shown, Opening reference) {
        assertThat(shown.group()).isEqualTo(reference.group());
        assertThat(shown.entries()).containsExactlyElementsOf(reference.entries());
        assertThat(shown.siblings()).containsExactlyElementsOf(reference.siblings());
    }
}
