package dev.rigger.activities.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * What of a node's CPU and memory belongs to one GPU; two cores and 6 GiB stay with the host.
 *
 * @param memoryGib at most the GPU's own memory, where that is known
 */
record ResourceShares(int cpus, int memoryGib) {
    private static final int HOST_CPUS = 2;
    private static final int HOST_GIB = 6;
    private static final int MOST_CPUS = 4;
    private static final double CHUTES_PART_OF_MEMORY = 0.8;

    /**
     * @param gpuMib of one GPU, when a label tells
     */
    static ResourceShares of(int gpus, int nodeCpus, long nodeGib, OptionalLong gpuMib) {
        if (gpus == 0) {
            return new ResourceShares(0, 0);
        }
        int cpus = nodeCpus - HOST_CPUS;
        long gib = nodeGib - HOST_GIB;
        long memory = gib <= gpus ? 1 : (long) Math.floor(gib * CHUTES_PART_OF_MEMORY / gpus);
        if (gib > gpus && gpuMib.isPresent()) {
            memory = Math.min(memory, gpuMib.getAsLong() / 1024);
        }
        return new ResourceShares(cpus <= gpus ? 1 : Math.min(MOST_CPUS, cpus / gpus), (int) memory);
    }

    /** Whole GiB of a quantity, whatever its unit: kubelets write Ki, people write G, and a plain number counts bytes. */
    static long gib(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity)
                .divideToIntegralValue(BigDecimal.valueOf(1L << 30))
                .longValue();
    }
}
