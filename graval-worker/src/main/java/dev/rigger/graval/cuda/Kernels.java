package dev.rigger.graval.cuda;

import dev.rigger.gpv1.work.PhiloxKey;
import java.util.List;

/** The other kernels of the proof: generator, scans, hashes. */
final class Kernels {
    static final int SUMS = 8;
    /** Of a row's sums, and of a hash. */
    static final int ENTRY_BYTES = 32;

    private static final int BLOCK_BYTES = 16;
    private static final int MMA_WARP_ROWS = 64;
    private static final int DP4A_WARP_ROWS = 8;
    private static final int WARPS = 8;
    private static final int TENSOR_CORES = 80;

    private Kernels() {}

    /** The generator's stream from byte {@code first} on. */
    static Launch fill(long to, long first, long bytes, PhiloxKey key) {
        long count = bytes / BLOCK_BYTES;
        return Launch.threadEach("plain", "gpv1_fill", count, 256, to, first / BLOCK_BYTES, count, key.k0(), key.k1());
    }

    /**
     * Eight sums of rows over several slots.
     *
     * @param slots address of the slots' addresses
     * @param weights eight rows of {@code layers * order}
     * @param first and {@code rows}: multiples of 64
     */
    static Launch scan(
            int computeCapability, long slots, int layers, long weights, long sums, int order, long first, long rows) {
        boolean tensorCores = computeCapability >= TENSOR_CORES;
        int perBlock = WARPS * (tensorCores ? MMA_WARP_ROWS : DP4A_WARP_ROWS);
        return new Launch(
                tensorCores ? "mma" : "plain",
                tensorCores ? "gpv1_scan_mma" : "gpv1_scan_dp4a",
                Math.toIntExact((rows + perBlock - 1) / perBlock),
                WARPS * 32,
                0,
                List.of(slots, layers, weights, sums, order, first, rows));
    }

    /** F of each row. */
    static Launch fingerprints(long context, long sums, long fingerprints, long rows) {
        return Launch.threadEach("plain", "gpv1_fingerprints", rows, 128, context, sums, fingerprints, rows);
    }

    /** Leaves of a tree, with zeros up to {@code padded}. */
    static Launch leaves(boolean audit, long entries, long leaves, int groupRows, long groups, long padded) {
        return Launch.threadEach(
                "plain", "gpv1_leaves", padded, 64, audit ? 1 : 0, entries, leaves, groupRows, groups, padded);
    }

    /** The level above. */
    static Launch nodes(long below, long above, long nodes) {
        return Launch.threadEach("plain", "gpv1_nodes", nodes, 64, below, above, nodes);
    }
}
