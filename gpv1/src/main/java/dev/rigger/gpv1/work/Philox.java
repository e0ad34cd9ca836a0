package dev.rigger.gpv1.work;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Philox4x32-10: a counter-based generator, so that any row of any matrix can be had without the rows before it. */
final class Philox {
    static final int BLOCK_BYTES = 16;

    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int KEY_STEP_0 = 0x9E3779B9;
    private static final int KEY_STEP_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW_32 = 0xFFFF_FFFFL;

    private Philox() {}

    /** Fills {@code out}, whose length is a multiple of 16, with the stream of {@code key} from byte {@code first} on. */
    static void fill(Key key, long first, byte[] out) {
        if (first % BLOCK_BYTES != 0 || out.length % BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("generator reads whole blocks of 16 bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        long block = first / BLOCK_BYTES;
        while (buffer.hasRemaining()) {
            putBlock(key, block++, buffer);
        }
    }

    private static void putBlock(Key key, long block, ByteBuffer out) {
        int c0 = (int) block;
        int c1 = (int) (block >>> 32);
        int c2 = 0;
        int c3 = 0;
        int k0 = key.k0();
        int k1 = key.k1();
        for (int round = 0; round < ROUNDS; round++) {
            long p = (c0 & LOW_32) * MULTIPLIER_0;
            long r = (c2 & LOW_32) * MULTIPLIER_1;
            c0 = (int) (r >>> 32) ^ c1 ^ k0;
            c1 = (int) r;
            c2 = (int) (p >>> 32) ^ c3 ^ k1;
            c3 = (int) p;
            k0 += KEY_STEP_0;
            k1 += KEY_STEP_1;
        }
        out.putInt(c0).putInt(c1).putInt(c2).putInt(c3);
    }

    /** The two key words. */
    record Key(int k0, int k1) {}
}
