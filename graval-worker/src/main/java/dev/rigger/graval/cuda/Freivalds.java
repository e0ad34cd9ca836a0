package dev.rigger.graval.cuda;

import java.security.SecureRandom;
import java.util.function.IntFunction;

/**
 * Checks a product of int8 matrices without multiplying them: {@code A = X · Bᵀ} holds if {@code (r·X)·Bᵀ = r·A} modulo
 * 2^61 - 1 for random r, and otherwise in one of 2^61 draws (R. Freivalds, 1977).
 */
final class Freivalds {
    private static final long P = (1L << 61) - 1;

    private Freivalds() {}

    /**
     * @param x {@code rows} by {@code order}
     * @param b row j of B
     * @param a row i of the product, {@code order} sums
     */
    static boolean holds(int rows, int order, IntFunction<byte[]> x, IntFunction<byte[]> b, IntFunction<int[]> a) {
        SecureRandom random = new SecureRandom();
        long[] left = new long[order];
        long[] right = new long[order];
        for (int i = 0; i < rows; i++) {
            long r = random.nextLong(P);
            byte[] ofX = x.apply(i);
            int[] ofA = a.apply(i);
            for (int l = 0; l < order; l++) {
                left[l] = sum(left[l], product(r, ofX[l]));
                right[l] = sum(right[l], product(r, ofA[l]));
            }
        }
        for (int j = 0; j < order; j++) {
            byte[] ofB = b.apply(j);
            long expected = 0;
            for (int l = 0; l < order; l++) {
                expected = sum(expected, product(left[l], ofB[l]));
            }
            if (expected != right[j]) {
                return false;
            }
        }
        return true;
    }

    private static long sum(long a, long b) {
        long sum = a + b;
        return sum >= P ? sum - P : sum;
    }

    /** Of a number below P and a small one of either sign; 2^61 is 1. */
    private static long product(long a, int b) {
        long factor = Math.abs((long) b);
        long high = Math.multiplyHigh(a, factor);
        long low = a * factor;
        long folded = (low & P) + (high << 3 | low >>> 61);
        long reduced = folded >= P ? folded - P : folded;
        return b < 0 && reduced != 0 ? P - reduced : reduced;
    }
}
