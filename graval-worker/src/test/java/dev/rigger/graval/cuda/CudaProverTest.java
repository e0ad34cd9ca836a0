package dev.rigger.graval.cuda;

import dev.rigger.gpv1.prover.Prover;
import dev.rigger.graval.ProverContract;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.opentest4j.TestAbortedException;

/** The CUDA prover on this machine's first GPU, every way that it has. Where there is none, that is told and counted as skipped. */
class CudaProverTest {
    private static @Nullable CudaDevice device;

    private static String leftOut = "";

    @BeforeAll
    @SuppressWarnings("SystemOut")
    static void find() {
        switch (CudaProbe.probe()) {
            case CudaProbe.Finding.Absent absent -> leftOut = absent.what();
            case CudaProbe.Finding.Present present -> {
                CudaDevice.Finding finding = CudaDevice.open(0);
                device = finding.device().orElse(null);
                leftOut = present.what() + ": " + String.join(" ", finding.remarks());
            }
        }
        if (device == null) {
            System.out.println("The CUDA prover was left out: " + leftOut + ".");
        }
    }

    @AfterAll
    static void close() {
        if (device != null) {
            device.close();
        }
    }

    @Nested
    class ByDp4a extends OnGpu {
        ByDp4a() {
            super(LayerWay.DP4A);
        }
    }

    @Nested
    class ByMma extends OnGpu {
        ByMma() {
            super(LayerWay.MMA);
        }
    }

    @Nested
    class ByWgmma extends OnGpu {
        ByWgmma() {
            super(LayerWay.WGMMA);
        }
    }

    /** A way that does not take an order leaves it to the plainer ones. */
    abstract static class OnGpu extends ProverContract {
        private final LayerWay way;

        OnGpu(LayerWay way) {
            this.way = way;
        }

        @Override
        protected Prover prover() {
            if (device == null) {
                throw new TestAbortedException("The CUDA prover was left out: " + leftOut);
            }
            Card card = device.card();
            if (!card.ways().contains(way)) {
                throw new TestAbortedException("This GPU has no " + way + ": " + leftOut);
            }
            List<LayerWay> ways = new ArrayList<>(List.of(way));
            ways.addAll(card.ways());
            Card inThatWay = new Card(card.gpu(), ways);
            return new CudaProver(identity -> inThatWay);
        }
    }
}
