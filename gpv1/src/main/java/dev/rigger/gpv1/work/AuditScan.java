package dev.rigger.gpv1.work;

import java.util.List;

/** One step of a VRAM audit: eight sums of every row over all its slots, against weights that only the nonce tells. */
public final class AuditScan {
    /** By slot and sum. */
    private final int[][][] weights;

    /** @param nonce 32 bytes */
    public AuditScan(WorkContext context, byte[] nonce) {
        int order = context.profile().order();
        int layers = context.profile().layers();
        Matrix matrix = new Matrix(context.auditKey(nonce), layers * order);
        weights = new int[layers][Fingerprints.SUMS][];
        for (int c = 0; c < Fingerprints.SUMS; c++) {
            byte[] row = matrix.row(c);
            for (int t = 0; t < layers; t++) {
                weights[t][c] = Integers.widened(row, t * order, order);
            }
        }
    }

    /** E of a row as its 32 bytes, from the row's slots 1 to T. */
    byte[] sums(byte[][] slots) {
        int[] sums = new int[Fingerprints.SUMS];
        for (int t = 0; t < slots.length; t++) {
            Integers.addProducts(weights[t], Integers.widened(slots[t]), sums);
        }
        return Digests.le32(sums);
    }

    /** The next step's nonce, known only after this step's root. */
    public static byte[] nextNonce(byte[] root) {
        return Digests.of("GPV1/next\0", root);
    }

    static byte[] leaf(long group, List<byte[]> sums) {
        return MerkleTree.leaf("GPV1/aleaf\0", group, sums);
    }
}
