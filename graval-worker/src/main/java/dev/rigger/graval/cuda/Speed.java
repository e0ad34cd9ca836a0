package dev.rigger.graval.cuda;

import dev.rigger.gpv1.work.PhiloxKey;
import java.time.Duration;
import java.util.Arrays;

/** How fast a GPU is at the proof's parts, by the host's clock around several launches. */
final class Speed {
    private static final int RUNS = 5;

    private final Gpu gpu;

    Speed(Gpu gpu) {
        this.gpu = gpu;
    }

    /** One layer's time for that many rows: the median of five. */
    Duration ofLayer(LayerWay way, int order, int rows) {
        try (Allocations taken = new Allocations(gpu)) {
            long x = taken.take((long) rows * order);
            long b = taken.take((long) order * order);
            long y = taken.take((long) rows * order);
            gpu.launch(Kernels.fill(x, 0, (long) rows * order, new PhiloxKey(1, 2)));
            gpu.launch(Kernels.fill(b, 0, (long) order * order, new PhiloxKey(3, 4)));
            return median(() -> gpu.launch(way.layer(x, b, y, order, rows)));
        }
    }

    private Duration median(Runnable launch) {
        launch.run();
        gpu.await();
        long[] nanos = new long[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long started = System.nanoTime();
            launch.run();
            gpu.await();
            nanos[run] = System.nanoTime() - started;
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[RUNS / 2]);
    }
}
