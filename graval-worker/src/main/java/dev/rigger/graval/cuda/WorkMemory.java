package dev.rigger.graval.cuda;

import dev.rigger.gpv1.prover.OutOfGpuMemoryException;
import dev.rigger.gpv1.work.WorkContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** All memory that a GPU's work takes: slots and matrices, which are the proof's 95 %, and a little to work with. */
final class WorkMemory implements AutoCloseable {
    /** Rows that go through all layers together; a multiple of {@link LayerWay#ROWS}. */
    static final int CHUNK_ROWS = 4_096;

    private final Allocations taken;

    /** Rows of every slot: the work's, and what rounds them up. */
    final long rows;

    final long[] slots;
    final long[] matrices;
    /** Addresses of all slots. */
    final long slotTable;
    /** X0 of a chunk. */
    final long start;
    /** Weights of a scan. */
    final long weights;
    /** Sums of every row, or of some. */
    final long sums;

    final long fingerprints;
    final long workTree;
    final long context;

    private WorkMemory(Allocations taken, WorkContext work) {
        this.taken = taken;
        int order = work.profile().order();
        int layers = work.profile().layers();
        rows = roundedUp(work.rows());
        slots = new long[layers];
        matrices = new long[layers];
        for (int layer = 0; layer < layers; layer++) {
            slots[layer] = taken.take(rows * order);
            matrices[layer] = taken.take((long) order * order);
        }
        slotTable = taken.take((long) layers * Long.BYTES);
        start = taken.take(chunkRows(rows) * order);
        weights = taken.take((long) Kernels.SUMS * layers * order);
        sums = taken.take(rows * Kernels.ENTRY_BYTES);
        fingerprints = taken.take(work.rows() * Kernels.ENTRY_BYTES);
        workTree = taken.take(DeviceTree.bytes(work.groups()));
        context = taken.take(Kernels.ENTRY_BYTES);
        taken.gpu().upload(context, work.digest());
        ByteBuffer table = ByteBuffer.allocate(layers * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long slot : slots) {
            table.putLong(slot);
        }
        taken.gpu().upload(slotTable, table.array());
    }

    /** @throws OutOfGpuMemoryException when the GPU has less free; then nothing is held */
    static WorkMemory take(Gpu gpu, WorkContext work) {
        long needed = needed(work);
        long free = gpu.freeBytes();
        if (needed > free) {
            throw new OutOfGpuMemoryException(work.gpu().uuid(), free, needed);
        }
        Allocations taken = new Allocations(gpu);
        try {
            return new WorkMemory(taken, work);
        } catch (Gpu.NoGpuMemory e) {
            taken.close();
            throw new OutOfGpuMemoryException(work.gpu().uuid(), free, needed);
        }
    }

    static long needed(WorkContext work) {
        int order = work.profile().order();
        int layers = work.profile().layers();
        long rows = roundedUp(work.rows());
        return rows * order * layers
                + (long) layers * order * order
                + chunkRows(rows) * order
                + (long) Kernels.SUMS * layers * order
                + 2 * rows * Kernels.ENTRY_BYTES
                + DeviceTree.bytes(work.groups());
    }

    static long chunkRows(long rows) {
        return Math.min(rows, CHUNK_ROWS);
    }

    private static long roundedUp(long rows) {
        return (rows + LayerWay.ROWS - 1) / LayerWay.ROWS * LayerWay.ROWS;
    }

    @Override
    public void close() {
        taken.close();
    }
}
