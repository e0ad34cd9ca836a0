package dev.rigger.gpv1.work;

/** Exact int8 and int32 arithmetic of GPV1; sums wrap modulo 2^32. */
public final class Integers {
    private static final int SIDE_BY_SIDE = 4;

    private Integers() {}

    /** Scatters a sum over the 256 byte values: the non-linear step between two layers. */
    public static byte mix(int sum) {
        int u = sum;
        u ^= u >>> 16;
        u *= 0x85EBCA6B;
        u ^= u >>> 13;
        u *= 0xC2B2AE35;
        u ^= u >>> 16;
        return (byte) (u >>> 24);
    }

    /**
     * Adds to {@code sums[i]} the product of {@code rows[i]} and {@code with}.
     *
     * <p>Over int arrays, because the JIT vectorises this form and not the one over bytes; four rows at a time, so that
     * {@code with} is read once for four products.
     */
    static void addProducts(int[][] rows, int[] with, int[] sums) {
        int i = 0;
        for (; i + SIDE_BY_SIDE <= rows.length; i += SIDE_BY_SIDE) {
            addFour(rows, i, with, sums);
        }
        for (; i < rows.length; i++) {
            sums[i] += product(rows[i], with);
        }
    }

    private static void addFour(int[][] rows, int first, int[] with, int[] sums) {
        int[] row0 = rows[first];
        int[] row1 = rows[first + 1];
        int[] row2 = rows[first + 2];
        int[] row3 = rows[first + 3];
        int sum0 = 0;
        int sum1 = 0;
        int sum2 = 0;
        int sum3 = 0;
        for (int l = 0; l < with.length; l++) {
            int weight = with[l];
            sum0 += row0[l] * weight;
            sum1 += row1[l] * weight;
            sum2 += row2[l] * weight;
            sum3 += row3[l] * weight;
        }
        sums[first] += sum0;
        sums[first + 1] += sum1;
        sums[first + 2] += sum2;
        sums[first + 3] += sum3;
    }

    private static int product(int[] left, int[] right) {
        int sum = 0;
        for (int l = 0; l < left.length; l++) {
            sum += left[l] * right[l];
        }
        return sum;
    }

    static int[] widened(byte[] bytes) {
        return widened(bytes, 0, bytes.length);
    }

    static int[] widened(byte[] bytes, int from, int length) {
        int[] out = new int[length];
        for (int i = 0; i < length; i++) {
            out[i] = bytes[from + i];
        }
        return out;
    }
}
