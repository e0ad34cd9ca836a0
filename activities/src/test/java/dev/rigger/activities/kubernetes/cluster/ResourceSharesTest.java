package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ResourceSharesTest {
    @Test
    void aLargeHostGivesEachGpuFourCoresAndItsOwnMemory() {
        assertThat(shares(8, 192, "2113536000Ki", 143_771)).isEqualTo(new ResourceShares(4, 140));
    }

    @Test
    void aSmallHostGivesWhatItHas() {
        assertThat(shares(2, 8, "32Gi", 16_384)).isEqualTo(new ResourceShares(3, 10));
        assertThat(shares(4, 16, "131072Mi", 46_068)).isEqualTo(new ResourceShares(3, 24));
    }

    @Test
    void withLessThanOneEachEveryGpuStillGetsOne() {
        assertThat(shares(8, 8, "12Gi", 16_384)).isEqualTo(new ResourceShares(1, 1));
    }

    @Test
    void anUnknownGpuMemoryDoesNotMakeTheShareNothing() {
        assertThat(ResourceShares.of(2, 8, 32, OptionalLong.empty())).isEqualTo(new ResourceShares(3, 10));
    }

    @Test
    void aHostWithoutGpusHasNoShares() {
        assertThat(ResourceShares.of(0, 8, 32, OptionalLong.empty())).isEqualTo(new ResourceShares(0, 0));
    }

    @Test
    void anyUnitIsUnderstood() {
        assertThat(gib("32Gi")).isEqualTo(32);
        assertThat(gib("33554431Ki")).isEqualTo(31);
        assertThat(gib("2Ti")).isEqualTo(2048);
        assertThat(gib("34359738368")).isEqualTo(32);
        assertThat(gib("100G")).isEqualTo(93);
        assertThat(gib("1e9")).isZero();
    }

    private static long gib(String quantity) {
        return ResourceShares.gib(new Quantity(quantity));
    }

    private static ResourceShares shares(int gpus, int cpus, String memory, long gpuMib) {
        return ResourceShares.of(gpus, cpus, ResourceShares.gib(new Quantity(memory)), OptionalLong.of(gpuMib));
    }
}
