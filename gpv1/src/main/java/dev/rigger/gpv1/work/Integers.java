package dev.rigger.gpv1.work;

/** Exact int8 and int32 arithmetic of GPV1; sums wrap modulo 2^32. */
final class Integers {
    private Integers() {}

    /** Scatters a sum over the 256 byte values: the non-linear step between two layers. */
    static byte mix(int sum) {
        int u = sum;
        u ^= u >>> 16;
        u *= 0x85EBCA6B;
        u ^= u >>> 13;
        u *= 0xC2B2AE35;
        u ^= u >>> 16;
        return (byte) (u >>> 24);
    }

    /** Over int arrays, because the JIT vectorises this form and not the one over bytes. */
    static int dot(int[] left, int[] right) {
        int sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
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
