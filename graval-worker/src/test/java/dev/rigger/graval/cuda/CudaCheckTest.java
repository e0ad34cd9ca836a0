package dev.rigger.graval.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.graval.ProverBackend;
import dev.rigger.graval.cuda.ptx.PtxGpu;
import dev.rigger.graval.cuda.ptx.Timing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What whoever has a GPU runs, on an emulated one: that it says what is right and what is wrong. */
class CudaCheckTest {
    private static final GpuIdentity H200 =
            GpuIdentity.parse("NVIDIA H200|00112233445566778899aabbccddeeff|150754820096|132|1980000|2048");

    private final StringWriter printed = new StringWriter();

    @Test
    void whatIsRightIsProvenAndSetBesideTheChipsLimits() {
        assertThat(passes(UnaryOperator.identity())).isTrue();
        assertThat(printed.toString())
                .contains("NVIDIA H200 00112233445566778899aabbccddeeff", "DP4A       64", "MMA        64", "yes")
                .contains("proof of 1 GPUs: n 64, T 2, R 2", "the memory's own speed allows", "verdict PROVEN")
                .doesNotContain("unknown share");
    }

    @Test
    void aWayThatComputesSomethingElseIsNamed() {
        assertThat(passes(ptx -> ptx.replaceFirst("dp4a\\.s32\\.s32[^;]*;", "")))
                .isFalse();
        assertThat(printed.toString()).contains("the published work gets another root");
    }

    @Test
    void limitsAreThoseOfTheDataSheets() {
        DeviceFacts h200 = new DeviceFacts(H200, 90, 3_201_000, 6_144);
        assertThat(h200.memoryLimit()).isBetween(4.8e12, 5.0e12);
        assertThat(h200.int8Limit()).isBetween(1.97e15, 2.2e15);
        assertThat(new DeviceFacts(H200, 61, 0, 0).int8Limit()).isZero();
    }

    @Test
    void everyClassHasAProof() {
        assertThat(CudaCheck.fullProof(H200).order()).isEqualTo(16_384);
        GpuIdentity unknown =
                GpuIdentity.parse("NVIDIA Z1|00112233445566778899aabbccddeeff|25000000000|10|1000000|1024");
        assertThat(CudaCheck.fullProof(unknown).vramPercent()).isEqualTo(95);
    }

    private boolean passes(UnaryOperator<String> changes) {
        PtxGpu gpu = new PtxGpu(80, new Timing(false, false), changes);
        Card card = new Card(gpu, LayerWay.of(80));
        CudaTarget target = new CudaTarget(new DeviceFacts(H200, 80, 3_201_000, 6_144), card);
        try (ProverBackend backend =
                new ProverBackend("cuda", List.of(H200), new CudaProver(identity -> card), 1, () -> {})) {
            return new CudaCheck(List.of(target), backend, new PrintWriter(printed), 256)
                    .passes(Map.of(H200, Profile.TINY));
        }
    }
}
