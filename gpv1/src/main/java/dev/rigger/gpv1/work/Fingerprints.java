package dev.rigger.gpv1.work;

import java.util.List;

/** Turns a row's last slot into its fingerprint: eight sums against W0, hashed with the row's number. */
final class Fingerprints {
    static final int SUMS = 8;

    private final WorkContext context;
    private final int[][] weights = new int[SUMS][];

    Fingerprints(WorkContext context) {
        this.context = context;
        Matrix matrix = context.fingerprintWeights();
        for (int c = 0; c < SUMS; c++) {
            weights[c] = Integers.widened(matrix.row(c));
        }
    }

    /** D of a row. */
    int[] sums(byte[] lastSlot) {
        int[] sums = new int[SUMS];
        Integers.addProducts(weights, Integers.widened(lastSlot), sums);
        return sums;
    }

    /** F of a row, 32 bytes. */
    byte[] fingerprint(long row, byte[] lastSlot) {
        return context.labelled("GPV1/row\0", Digests.le64(row), Digests.le32(sums(lastSlot)));
    }

    /** L of a group, from the fingerprints of its rows. */
    static byte[] leaf(long group, List<byte[]> fingerprints) {
        return MerkleTree.leaf("GPV1/leaf\0", group, fingerprints);
    }
}
