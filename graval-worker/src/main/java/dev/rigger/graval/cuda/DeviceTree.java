package dev.rigger.graval.cuda;

import java.util.ArrayList;
import java.util.List;

/** A Merkle tree in a GPU's memory: the leaves, padded to a power of two, and behind them each level up to the root. */
record DeviceTree(Gpu gpu, long address, long padded) {
    /** Leaves with the zeros behind them. */
    static long padded(long groups) {
        return groups <= 1 ? 1 : Long.highestOneBit(groups - 1) << 1;
    }

    static long bytes(long groups) {
        return 2 * padded(groups) * Kernels.ENTRY_BYTES;
    }

    /** Builds the tree over the entries of all rows. */
    static DeviceTree over(Gpu gpu, boolean audit, long entries, int groupRows, long groups, long address) {
        long padded = padded(groups);
        gpu.launch(Kernels.leaves(audit, entries, address, groupRows, groups, padded));
        long below = address;
        for (long nodes = padded / 2; nodes >= 1; nodes /= 2) {
            long above = below + 2 * nodes * Kernels.ENTRY_BYTES;
            gpu.launch(Kernels.nodes(below, above, nodes));
            below = above;
        }
        return new DeviceTree(gpu, address, padded);
    }

    byte[] root() {
        return hash(2 * padded - 2);
    }

    /** What stands beside the way from a leaf to the root, bottom up. */
    List<byte[]> siblings(long leaf) {
        List<byte[]> siblings = new ArrayList<>();
        long level = 0;
        long at = leaf;
        for (long width = padded; width > 1; width /= 2) {
            siblings.add(hash(level + (at ^ 1)));
            level += width;
            at /= 2;
        }
        return siblings;
    }

    private byte[] hash(long index) {
        return gpu.download(address + index * Kernels.ENTRY_BYTES, Kernels.ENTRY_BYTES);
    }
}
