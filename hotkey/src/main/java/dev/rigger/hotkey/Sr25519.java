package dev.rigger.hotkey;

import cafe.cryptography.curve25519.CompressedRistretto;
import cafe.cryptography.curve25519.Constants;
import cafe.cryptography.curve25519.InvalidEncodingException;
import cafe.cryptography.curve25519.RistrettoElement;
import cafe.cryptography.curve25519.Scalar;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** Schnorr signatures over ristretto255 as schnorrkel makes them, in the signing context {@code substrate}. */
public final class Sr25519 {
    public static final int PUBLIC_KEY_BYTES = 32;
    public static final int SIGNATURE_BYTES = 64;

    /** Set in a signature's last byte; it tells schnorrkel signatures from Ed25519 ones. */
    private static final int MARKER = 0x80;

    private Sr25519() {}

    /** Whether {@code signature} is that key's over {@code message}; malformed keys and signatures are simply false. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != PUBLIC_KEY_BYTES
                || signature.length != SIGNATURE_BYTES
                || (signature[SIGNATURE_BYTES - 1] & MARKER) == 0) {
            return false;
        }
        byte[] commitment = Arrays.copyOf(signature, 32);
        byte[] answer = Arrays.copyOfRange(signature, 32, SIGNATURE_BYTES);
        answer[31] &= (byte) ~MARKER;
        Optional<RistrettoElement> key = point(publicKey);
        Optional<Scalar> s = canonical(answer);
        if (key.isEmpty() || s.isEmpty()) {
            return false;
        }
        Scalar k = challenge(transcript(publicKey, message), commitment);
        RistrettoElement expected = Constants.RISTRETTO_GENERATOR_TABLE
                .multiply(s.get())
                .subtract(key.get().multiply(k));
        return MessageDigest.isEqual(expected.compress().toByteArray(), commitment);
    }

    static byte[] sign(ExpandedKey key, byte[] message, SecureRandom random) {
        Transcript transcript = transcript(key.publicKey(), message);
        Scalar r = transcript.witness("signing", key.nonceSeed(), random);
        byte[] commitment =
                Constants.RISTRETTO_GENERATOR_TABLE.multiply(r).compress().toByteArray();
        Scalar k = challenge(transcript, commitment);
        byte[] signature = Arrays.copyOf(commitment, SIGNATURE_BYTES);
        System.arraycopy(k.multiplyAndAdd(key.scalar(), r).toByteArray(), 0, signature, 32, 32);
        signature[SIGNATURE_BYTES - 1] |= (byte) MARKER;
        return signature;
    }

    private static Transcript transcript(byte[] publicKey, byte[] message) {
        Transcript transcript = new Transcript("SigningContext");
        transcript.append("", Ascii.bytes("substrate"));
        transcript.append("sign-bytes", message);
        transcript.append("proto-name", Ascii.bytes("Schnorr-sig"));
        transcript.append("sign:pk", publicKey);
        return transcript;
    }

    private static Scalar challenge(Transcript transcript, byte[] commitment) {
        transcript.append("sign:R", commitment);
        return transcript.challenge("sign:c");
    }

    private static Optional<RistrettoElement> point(byte[] compressed) {
        try {
            return Optional.of(new CompressedRistretto(compressed).decompress());
        } catch (InvalidEncodingException notAPoint) {
            return Optional.empty();
        }
    }

    private static Optional<Scalar> canonical(byte[] bytes) {
        try {
            return Optional.of(Scalar.fromCanonicalBytes(bytes));
        } catch (IllegalArgumentException notReduced) {
            return Optional.empty();
        }
    }
}
