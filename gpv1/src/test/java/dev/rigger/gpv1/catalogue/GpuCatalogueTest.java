package dev.rigger.gpv1.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.catalogue.GpuMismatch.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuCatalogueTest {
    private static final String UUID = "00112233445566778899aabbccddeeff";
    private final GpuCatalogue catalogue = GpuCatalogue.shipped();

    @Test
    void everyClassRecognisesItsOwnDeviceAndOnlyThat() {
        assertThat(catalogue.classes()).hasSize(27);
        assertThat(catalogue.classes()).allSatisfy(type -> {
            assertThat(catalogue.byDeviceName(type.deviceName())).hasValue(type);
            assertThat(catalogue.mismatch(type.device(UUID), type.shortRef())).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"NVIDIA A100-SXM4-80GB,a100_sxm", "NVIDIA A10,a10", "NVIDIA L40,l40", "NVIDIA L40S,l40s", "NVIDIA L4,l4"
    })
    void aNameThatContainsAnotherClassesNameIsNotThatClass(String deviceName, String shortRef) {
        assertThat(catalogue.byDeviceName(deviceName).map(GpuClass::shortRef)).hasValue(shortRef);
    }

    @Test
    void aNameThatNoClassKnowsIsRefused() {
        assertThat(code(new GpuIdentity("NVIDIA A10G", UUID, 24L << 30, 72, 1_710_000, 1536), "a10"))
                .isEqualTo(Code.GPU_NAME_UNKNOWN);
    }

    @Test
    void aDeviceIsRefusedForTheFirstPropertyThatIsNotItsClasses() {
        assertThat(code(h200(150754820096L, 132, 1_980_000), "h100")).isEqualTo(Code.GPU_TYPE_MISMATCH);
        assertThat(code(h200(79L << 30, 132, 1_980_000), "h200")).isEqualTo(Code.GPU_MEMORY_MISMATCH);
        assertThat(code(h200(150754820096L, 131, 1_980_000), "h200")).isEqualTo(Code.GPU_PROCESSORS_MISMATCH);
        assertThat(code(h200(150754820096L, 132, 1_589_999), "h200")).isEqualTo(Code.GPU_CLOCK_MISMATCH);
        assertThat(code(h200(150754820096L, 132, 2_178_001), "h200")).isEqualTo(Code.GPU_CLOCK_MISMATCH);
    }

    @Test
    void memoryMayBeCountedInGbOrInGibAndOneMoreOrLess() {
        assertThat(catalogue.mismatch(h200(139_000_000_000L, 132, 1_980_000), "h200"))
                .isEmpty();
        assertThat(catalogue.mismatch(h200(151_999_999_999L, 132, 1_980_000), "h200"))
                .isEmpty();
        assertThat(code(h200(138_999_999_999L, 132, 1_980_000), "h200")).isEqualTo(Code.GPU_MEMORY_MISMATCH);
        assertThat(code(h200(152_000_000_000L, 132, 1_980_000), "h200")).isEqualTo(Code.GPU_MEMORY_MISMATCH);
    }

    private Code code(GpuIdentity gpu, String announcedAs) {
        return catalogue.mismatch(gpu, announcedAs).orElseThrow().code();
    }

    private static GpuIdentity h200(long memoryBytes, int processors, long clockKhz) {
        return new GpuIdentity("NVIDIA H200", UUID, memoryBytes, processors, clockKhz, 2048);
    }
}
