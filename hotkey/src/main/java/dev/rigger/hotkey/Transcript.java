package dev.rigger.hotkey;

import cafe.cryptography.curve25519.Scalar;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/** A Merlin v1.0 transcript as schnorrkel drives it: labelled messages in, challenges and witness nonces out. */
final class Transcript {
    private static final byte[] MERLIN = Ascii.bytes("Merlin v1.0");
    private static final int WIDE_SCALAR_BYTES = 64;
    private static final int SEED_BYTES = 32;

    private final Strobe128 strobe = new Strobe128(MERLIN);

    Transcript(String label) {
        append("dom-sep", Ascii.bytes(label));
    }

    void append(String label, byte[] message) {
        strobe.metaAd(Ascii.bytes(label), false);
        strobe.metaAd(littleEndian(message.length), true);
        strobe.ad(message);
    }

    Scalar challenge(String label) {
        strobe.metaAd(Ascii.bytes(label), false);
        strobe.metaAd(littleEndian(WIDE_SCALAR_BYTES), true);
        return Scalar.fromBytesModOrderWide(strobe.prf(WIDE_SCALAR_BYTES));
    }

    /** A secret scalar bound to everything said so far, to the key's own nonce seed and to fresh randomness. */
    Scalar witness(String label, byte[] nonceSeed, SecureRandom random) {
        Strobe128 fork = strobe.copy();
        fork.metaAd(Ascii.bytes(label), false);
        fork.metaAd(littleEndian(nonceSeed.length), true);
        fork.key(nonceSeed);
        byte[] fresh = new byte[SEED_BYTES];
        random.nextBytes(fresh);
        fork.metaAd(Ascii.bytes("rng"), false);
        fork.key(fresh);
        fork.metaAd(littleEndian(WIDE_SCALAR_BYTES), false);
        Scalar scalar = Scalar.fromBytesModOrderWide(fork.prf(WIDE_SCALAR_BYTES));
        fork.wipe();
        return scalar;
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
