package dev.rigger.graval.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.gpv1.prover.Prover;
import dev.rigger.graval.ProverContract;
import dev.rigger.graval.cuda.ptx.PtxGpu;
import dev.rigger.graval.cuda.ptx.Timing;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The CUDA prover with the kernels that are shipped, their PTX executed in Java: what needs a GPU is the driver and the speed. */
class EmulatedCudaProverTest {
    @Nested
    class ByDp4a extends OnEmulatedGpu {
        ByDp4a() {
            super(75, LayerWay.DP4A, new Timing(true, false));
        }
    }

    @Nested
    class ByMma extends OnEmulatedGpu {
        ByMma() {
            super(80, LayerWay.MMA, new Timing(true, true));
        }
    }

    @Nested
    class ByWgmma extends OnEmulatedGpu {
        ByWgmma() {
            super(90, LayerWay.WGMMA, new Timing(true, false));
        }
    }

    /** Wgmma takes orders that are multiples of 256; what is smaller goes by mma there too. */
    abstract static class OnEmulatedGpu extends ProverContract {
        private final PtxGpu gpu;
        private final Card card;

        OnEmulatedGpu(int computeCapability, LayerWay way, Timing timing) {
            this.gpu = new PtxGpu(computeCapability, timing);
            this.card = new Card(gpu, way == LayerWay.WGMMA ? List.of(way, LayerWay.MMA) : List.of(way));
        }

        @Override
        protected Prover prover() {
            return new CudaProver(identity -> card);
        }

        @AfterEach
        void allMemoryWasGivenBack() {
            assertThat(gpu.allocations()).isZero();
        }
    }
}
