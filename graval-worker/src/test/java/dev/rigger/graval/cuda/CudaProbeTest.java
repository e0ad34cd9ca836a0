package dev.rigger.graval.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.graval.cuda.CudaProbe.Finding;
import org.junit.jupiter.api.Test;

class CudaProbeTest {
    @Test
    void aMachineWithoutADriverIsToldApartWithoutAnError() {
        assertThat(CudaProbe.probe("libcuda-that-is-not-there.so.1"))
                .isEqualTo(new Finding.Absent("no CUDA here, because there is no libcuda-that-is-not-there.so.1"));
    }

    @Test
    void aLibraryThatIsNoDriverIsNotTakenForOne() {
        assertThat(CudaProbe.probe("libc.so.6"))
                .isEqualTo(new Finding.Absent("no CUDA here, because libc.so.6 is not a CUDA driver"));
    }

    @Test
    void aDriverIsToldByItsVersion() {
        assertThat(new Finding.Present(12_060, 8).what()).isEqualTo("CUDA 12.6 with 8 GPUs");
    }
}
