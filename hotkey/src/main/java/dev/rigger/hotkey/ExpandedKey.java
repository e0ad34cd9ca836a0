package dev.rigger.hotkey;

import cafe.cryptography.curve25519.Constants;
import cafe.cryptography.curve25519.Scalar;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The signing half of a key: a scalar, the seed of its nonces, and the public key that belongs to them. */
final class ExpandedKey {
    static final int SEED_BYTES = 32;
    static final int EXPANDED_BYTES = 64;

    private final Scalar scalar;
    private final byte[] nonceSeed;
    private final byte[] publicKey;

    private ExpandedKey(byte[] scalarBytes, byte[] nonceSeed) {
        this.scalar = Scalar.fromBytesModOrder(scalarBytes);
        this.nonceSeed = nonceSeed;
        this.publicKey =
                Constants.RISTRETTO_GENERATOR_TABLE.multiply(scalar).compress().toByteArray();
    }

    /** Ed25519-style expansion of a mini-secret: hash, clamp, divide by the cofactor. */
    static ExpandedKey ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a hotkey seed has 32 bytes, not " + seed.length);
        }
        byte[] hash = sha512(seed);
        byte[] scalar = Arrays.copyOf(hash, 32);
        scalar[0] &= (byte) 0xf8;
        scalar[31] &= 0x3f;
        scalar[31] |= 0x40;
        return new ExpandedKey(dividedByCofactor(scalar), Arrays.copyOfRange(hash, 32, 64));
    }

    /** schnorrkel's own form: the scalar as it is, then the nonce seed. */
    static ExpandedKey ofCanonicalBytes(byte[] expanded) {
        return new ExpandedKey(Arrays.copyOf(checked(expanded), 32), Arrays.copyOfRange(expanded, 32, 64));
    }

    /** The form wallets share with Ed25519: the scalar times the cofactor, then the nonce seed. */
    static ExpandedKey ofEd25519Bytes(byte[] expanded) {
        return new ExpandedKey(
                dividedByCofactor(Arrays.copyOf(checked(expanded), 32)), Arrays.copyOfRange(expanded, 32, 64));
    }

    Scalar scalar() {
        return scalar;
    }

    byte[] nonceSeed() {
        return nonceSeed.clone();
    }

    byte[] publicKey() {
        return publicKey.clone();
    }

    private static byte[] checked(byte[] expanded) {
        if (expanded.length != EXPANDED_BYTES) {
            throw new IllegalArgumentException("an expanded private key has 64 bytes, not " + expanded.length);
        }
        return expanded;
    }

    private static byte[] dividedByCofactor(byte[] littleEndian) {
        int low = 0;
        for (int i = littleEndian.length - 1; i >= 0; i--) {
            int value = littleEndian[i] & 0xff;
            littleEndian[i] = (byte) ((value >>> 3) | low);
            low = (value & 7) << 5;
        }
        return littleEndian;
    }

    private static byte[] sha512(byte[] seed) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(seed);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
