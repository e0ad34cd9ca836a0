package dev.rigger.hotkey;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The permutation Keccak-f[1600] of FIPS 202, over a state of 25 little-endian lanes. */
final class KeccakF1600 {
    static final int STATE_BYTES = 200;

    private static final int LANES = 25;
    private static final int ROUNDS = 24;
    private static final VarHandle LANE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Where the lane at index i goes, and how far it turns on its way (rho and pi together). */
    private static final int[] DESTINATION = new int[LANES];

    private static final int[] TURN = new int[LANES];
    private static final long[] ROUND_CONSTANTS = new long[ROUNDS];

    static {
        int x = 1;
        int y = 0;
        for (int t = 0; t < 24; t++) {
            int from = x + 5 * y;
            int nextY = (2 * x + 3 * y) % 5;
            x = y;
            y = nextY;
            DESTINATION[from] = x + 5 * y;
            TURN[from] = ((t + 1) * (t + 2) / 2) % 64;
        }
        int register = 1;
        for (int round = 0; round < ROUNDS; round++) {
            for (int j = 0; j <= 6; j++) {
                if ((register & 1) != 0) {
                    ROUND_CONSTANTS[round] |= 1L << ((1 << j) - 1);
                }
                register = (register & 0x80) != 0 ? ((register << 1) ^ 0x171) : (register << 1);
            }
        }
    }

    private KeccakF1600() {}

    static void permute(byte[] state) {
        long[] a = new long[LANES];
        for (int i = 0; i < LANES; i++) {
            a[i] = (long) LANE.get(state, 8 * i);
        }
        long[] b = new long[LANES];
        for (int round = 0; round < ROUNDS; round++) {
            theta(a);
            rhoPi(a, b);
            chi(b, a);
            a[0] ^= ROUND_CONSTANTS[round];
        }
        for (int i = 0; i < LANES; i++) {
            LANE.set(state, 8 * i, a[i]);
        }
    }

    private static void theta(long[] a) {
        long c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20];
        long c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21];
        long c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22];
        long c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23];
        long c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24];
        long d0 = c4 ^ Long.rotateLeft(c1, 1);
        long d1 = c0 ^ Long.rotateLeft(c2, 1);
        long d2 = c1 ^ Long.rotateLeft(c3, 1);
        long d3 = c2 ^ Long.rotateLeft(c4, 1);
        long d4 = c3 ^ Long.rotateLeft(c0, 1);
        for (int row = 0; row < LANES; row += 5) {
            a[row] ^= d0;
            a[row + 1] ^= d1;
            a[row + 2] ^= d2;
            a[row + 3] ^= d3;
            a[row + 4] ^= d4;
        }
    }

    private static void rhoPi(long[] from, long[] to) {
        to[0] = from[0];
        for (int i = 1; i < LANES; i++) {
            to[DESTINATION[i]] = Long.rotateLeft(from[i], TURN[i]);
        }
    }

    private static void chi(long[] from, long[] to) {
        for (int row = 0; row < LANES; row += 5) {
            for (int x = 0; x < 5; x++) {
                to[row + x] = from[row + x] ^ (~from[row + (x + 1) % 5] & from[row + (x + 2) % 5]);
            }
        }
    }
}
