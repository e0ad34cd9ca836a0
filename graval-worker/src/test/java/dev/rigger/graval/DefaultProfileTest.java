package dev.rigger.graval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.ProofClasses;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultProfileTest {
    @ParameterizedTest
    @CsvSource({"h200", "a100_sxm", "l40s"})
    void aGpusOwnFullProofIsMeantWhereNoneIsNamed(String shortRef) {
        Profile full = ProofClasses.shipped().byShortRef(shortRef).orElseThrow().profile();

        assertThat(profile("cuda", gpu(shortRef, 0), gpu(shortRef, 1)))
                .isEqualTo(full)
                .isNotEqualTo(Profile.TINY);
    }

    @Test
    void gpusWithoutOneRefuseByName() {
        GpuIdentity unknown = GpuIdentity.of("NVIDIA T4", "0".repeat(32), 16L << 30, 40, 1_590_000, 1_024);

        refuses("cuda", unknown);
        refuses("cuda", gpu("h200", 0), gpu("l40s", 1));
        refuses(ProverBackend.CPU, gpu("h200", 0));
    }

    private static void refuses(String backend, GpuIdentity... gpus) {
        assertThatThrownBy(() -> profile(backend, gpus)).isInstanceOfSatisfying(HttpRefusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("PROFILE_MISSING");
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.next()).isNotBlank();
        });
    }

    private static Profile profile(String name, GpuIdentity... gpus) {
        try (ProverBackend backend = new ProverBackend(
                name,
                List.of(gpus),
                (gpu, challenge, watch) -> {
                    throw new AssertionError("nothing is proven");
                },
                1,
                () -> {})) {
            return new DefaultProfile(backend).orRefuse();
        }
    }

    private static GpuIdentity gpu(String shortRef, int number) {
        return GpuCatalogue.shipped().byShortRef(shortRef).orElseThrow().device("%032x".formatted(number));
    }
}
