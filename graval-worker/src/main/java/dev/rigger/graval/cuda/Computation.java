package dev.rigger.graval.cuda;

import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.WorkTimes;
import dev.rigger.gpv1.prover.WorkTimes.Part;
import dev.rigger.gpv1.work.KeyBoxes;
import dev.rigger.gpv1.work.WorkContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** One GPU's work from empty memory to opened boxes: matrices, layers chunk by chunk, fingerprints, tree. */
final class Computation {
    /** Fingerprints that come to the host together. */
    private static final int PIECE_ROWS = 1 << 17;

    private final Card card;
    private final Gpu gpu;
    private final WorkContext work;
    private final WorkMemory memory;
    private final ProofWatch watch;
    private final int order;
    private final int layers;
    private final Map<Part, Duration> times = new EnumMap<>(Part.class);

    Computation(Card card, WorkContext work, WorkMemory memory, ProofWatch watch) {
        this.card = card;
        this.gpu = card.gpu();
        this.work = work;
        this.memory = memory;
        this.watch = watch;
        this.order = work.profile().order();
        this.layers = work.profile().layers();
    }

    HeldWork run(KeyBoxes.Opener boxes) {
        timed(Part.FILL, this::fillMatrices);
        timed(Part.GEMM, this::multiply);
        timed(Part.FOLD, this::sumUp);
        DeviceTree[] tree = new DeviceTree[1];
        timed(Part.HASH, () -> tree[0] = hash(boxes));
        watch.done(1);
        return new CudaWork(gpu, work, memory, tree[0], boxes.payload(), new WorkTimes(times));
    }

    private void fillMatrices() {
        for (int layer = 0; layer < layers; layer++) {
            watch.check();
            gpu.launch(Kernels.fill(memory.matrices[layer], 0, (long) order * order, work.layerKey(layer + 1)));
        }
    }

    private void multiply() {
        LayerWay way = card.wayFor(order);
        for (long first = 0; first < memory.rows; first += WorkMemory.CHUNK_ROWS) {
            chunk(way, first, Math.min(WorkMemory.CHUNK_ROWS, memory.rows - first));
        }
    }

    /** Rows depend on nothing but themselves, so that a chunk goes through all passes at once. */
    private void chunk(LayerWay way, long first, long rows) {
        long offset = first * order;
        int steps = work.profile().passes() * layers;
        gpu.launch(Kernels.fill(memory.start, offset, rows * order, work.startKey()));
        long x = memory.start;
        for (int step = 0; step < steps; step++) {
            watch.check();
            long y = memory.slots[step % layers] + offset;
            if (x == y) {
                // A single slot would be read and written at once.
                gpu.copy(memory.start, x, rows * order);
                x = memory.start;
            }
            gpu.launch(way.layer(x, memory.matrices[step % layers], y, order, rows));
            x = y;
            watch.done((first + (step + 1.0) / steps * rows) / memory.rows);
        }
    }

    private void sumUp() {
        watch.check();
        gpu.launch(Kernels.fill(memory.weights, 0, (long) Kernels.SUMS * order, work.fingerprintKey()));
        long lastSlot = memory.slotTable + (long) (layers - 1) * Long.BYTES;
        gpu.launch(
                Kernels.scan(gpu.computeCapability(), lastSlot, 1, memory.weights, memory.sums, order, 0, memory.rows));
    }

    private DeviceTree hash(KeyBoxes.Opener boxes) {
        gpu.launch(Kernels.fingerprints(memory.context, memory.sums, memory.fingerprints, work.rows()));
        DeviceTree tree = DeviceTree.over(
                gpu, false, memory.fingerprints, work.profile().groupRows(), work.groups(), memory.workTree);
        for (long first = 0; first < work.rows(); first += PIECE_ROWS) {
            watch.check();
            int rows = (int) Math.min(PIECE_ROWS, work.rows() - first);
            byte[] piece = gpu.download(memory.fingerprints + first * Kernels.ENTRY_BYTES, rows * Kernels.ENTRY_BYTES);
            for (int at = 0; at < piece.length; at += Kernels.ENTRY_BYTES) {
                boxes.offer(Arrays.copyOfRange(piece, at, at + Kernels.ENTRY_BYTES));
            }
        }
        return tree;
    }

    private void timed(Part part, Runnable work) {
        long started = System.nanoTime();
        work.run();
        gpu.await();
        times.put(part, Duration.ofNanos(System.nanoTime() - started));
    }
}
