package dev.rigger.gpv1.work;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A binary tree of SHA-256 over leaves padded with 32 zero bytes up to a power of two. */
public final class MerkleTree {
    /** From the leaves (index 0) to the top. */
    private final List<byte[][]> levels = new ArrayList<>();

    public MerkleTree(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            throw new IllegalArgumentException("a tree has at least one leaf");
        }
        byte[][] level = new byte[1 << depth(leaves.size())][];
        Arrays.fill(level, new byte[Digests.BYTES]);
        for (int i = 0; i < leaves.size(); i++) {
            level[i] = leaves.get(i);
        }
        levels.add(level);
        while (level.length > 1) {
            byte[][] parents = new byte[level.length / 2][];
            for (int i = 0; i < parents.length; i++) {
                parents[i] = node(level[2 * i], level[2 * i + 1]);
            }
            level = parents;
            levels.add(level);
        }
    }

    /** The top. */
    public byte[] root() {
        return levels.getLast()[0].clone();
    }

    /** What a verifier needs beside leaf {@code index} to reach the root, bottom up. */
    public List<byte[]> siblings(int index) {
        List<byte[]> siblings = new ArrayList<>();
        int at = index;
        for (byte[][] level : levels.subList(0, levels.size() - 1)) {
            siblings.add(level[at ^ 1].clone());
            at >>= 1;
        }
        return siblings;
    }

    /** The root that leaf {@code index} leads to with these siblings: bit b of the index tells left or right at level b. */
    static byte[] climb(byte[] leaf, long index, List<byte[]> siblings) {
        byte[] at = leaf;
        for (int level = 0; level < siblings.size(); level++) {
            boolean right = (index >>> level & 1) == 1;
            at = right ? node(siblings.get(level), at) : node(at, siblings.get(level));
        }
        return at;
    }

    /** Levels above the leaves. */
    static int depth(long leaves) {
        return leaves <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(leaves - 1);
    }

    static byte[] leaf(String label, long group, List<byte[]> entries) {
        byte[][] parts = new byte[entries.size() + 1][];
        parts[0] = Digests.le64(group);
        for (int i = 0; i < entries.size(); i++) {
            parts[i + 1] = entries.get(i);
        }
        return Digests.of(label, parts);
    }

    private static byte[] node(byte[] left, byte[] right) {
        return Digests.of("GPV1/node\0", left, right);
    }
}
