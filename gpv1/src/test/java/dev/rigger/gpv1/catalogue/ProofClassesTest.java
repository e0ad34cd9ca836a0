package dev.rigger.gpv1.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofClassesTest {
    private final ProofClasses proofs = ProofClasses.shipped();

    @Test
    void everyClassIsOneOfTheCataloguesAndItsWorkFitsItsMemory() {
        GpuCatalogue catalogue = GpuCatalogue.shipped();
        assertThat(proofs.classes()).hasSize(12).allSatisfy(proof -> {
            GpuIdentity gpu =
                    catalogue.byShortRef(proof.shortRef()).orElseThrow().device("00112233445566778899aabbccddeeff");
            assertThat(proof.profile().memoryBytes(gpu))
                    .isBetween(gpu.memoryBytes() * 94 / 100, gpu.memoryBytes() * 95 / 100);
            assertThat(proof.estimate()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "h200,150754820096,1076224",
        "a100_40gb,42300000000,290048",
        "l40s,47700000000,329216",
        "h100_sxm,85030000000,599808",
        "4090,25390000000,359680"
    })
    void theRowsAreAsManyAsTheMemoryHolds(String shortRef, long memoryBytes, long rows) {
        Profile profile = proofs.byShortRef(shortRef).orElseThrow().profile();
        assertThat(profile.rowsFor(
                        new GpuIdentity("any", "00112233445566778899aabbccddeeff", memoryBytes, 1, 1_000_000, 1)))
                .isEqualTo(rows);
    }

    @Test
    void aClassWithoutAFullProofHasNone() {
        assertThat(proofs.byShortRef("mi300x")).isEmpty();
    }
}
