package dev.rigger.hotkey;

import java.util.Arrays;

/**
 * The part of STROBE v1.0.2 at 128 bits of security that Merlin transcripts use: meta-AD, AD, KEY and PRF.
 *
 * <p>One instance belongs to one thread.
 */
final class Strobe128 {
    private static final int RATE = 166;
    private static final int FLAG_I = 1;
    private static final int FLAG_A = 1 << 1;
    private static final int FLAG_C = 1 << 2;
    private static final int FLAG_M = 1 << 4;
    private static final byte[] DOMAIN = Ascii.bytes("STROBEv1.0.2");

    private final byte[] state;
    private int position;
    private int operationStart;

    Strobe128(byte[] protocol) {
        state = new byte[KeccakF1600.STATE_BYTES];
        byte[] head = {1, (byte) (RATE + 2), 1, 0, 1, 96};
        System.arraycopy(head, 0, state, 0, head.length);
        System.arraycopy(DOMAIN, 0, state, head.length, DOMAIN.length);
        KeccakF1600.permute(state);
        metaAd(protocol, false);
    }

    private Strobe128(Strobe128 other) {
        state = other.state.clone();
        position = other.position;
        operationStart = other.operationStart;
    }

    Strobe128 copy() {
        return new Strobe128(this);
    }

    void metaAd(byte[] data, boolean more) {
        begin(FLAG_M | FLAG_A, more);
        absorb(data);
    }

    void ad(byte[] data) {
        begin(FLAG_A, false);
        absorb(data);
    }

    /** Mixes a secret in, so that what follows depends on it and what went before cannot be computed backwards. */
    void key(byte[] secret) {
        begin(FLAG_A | FLAG_C, false);
        for (byte b : secret) {
            state[position] = b;
            advance();
        }
    }

    byte[] prf(int length) {
        begin(FLAG_I | FLAG_A | FLAG_C, false);
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = state[position];
            state[position] = 0;
            advance();
        }
        return out;
    }

    void wipe() {
        Arrays.fill(state, (byte) 0);
    }

    private void begin(int flags, boolean more) {
        if (more) {
            return;
        }
        byte previousStart = (byte) operationStart;
        operationStart = position + 1;
        absorb(new byte[] {previousStart, (byte) flags});
        if ((flags & FLAG_C) != 0 && position != 0) {
            run();
        }
    }

    private void absorb(byte[] data) {
        for (byte b : data) {
            state[position] ^= b;
            advance();
        }
    }

    private void advance() {
        position++;
        if (position == RATE) {
            run();
        }
    }

    private void run() {
        state[position] ^= (byte) operationStart;
        state[position + 1] ^= 0x04;
        state[RATE + 1] ^= (byte) 0x80;
        KeccakF1600.permute(state);
        position = 0;
        operationStart = 0;
    }
}
