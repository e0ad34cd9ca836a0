package dev.rigger.gpv1.work;

/**
 * A matrix that exists only as its generator's key: any row can be had at once.
 *
 * @param width values in a row, a multiple of 16
 */
record Matrix(PhiloxKey key, int width) {
    /** The row's int8 values. */
    byte[] row(long row) {
        byte[] out = new byte[width];
        Philox.fill(key, Math.multiplyExact(row, (long) width), out);
        return out;
    }
}
