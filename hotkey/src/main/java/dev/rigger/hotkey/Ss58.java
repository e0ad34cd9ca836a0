package dev.rigger.hotkey;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** SS58 addresses of 32-byte public keys in format 42, the generic one of Substrate. */
public final class Ss58 {
    private static final int FORMAT = 42;
    private static final int CHECKSUM_BYTES = 2;
    private static final int ADDRESS_BYTES = 1 + Sr25519.PUBLIC_KEY_BYTES + CHECKSUM_BYTES;
    private static final byte[] CHECKSUM_DOMAIN = Ascii.bytes("SS58PRE");
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);
    private static final int LONGEST_ADDRESS = 64;

    private Ss58() {}

    public static String encode(byte[] publicKey) {
        if (publicKey.length != Sr25519.PUBLIC_KEY_BYTES) {
            throw new IllegalArgumentException("a public key has 32 bytes, not " + publicKey.length);
        }
        byte[] address = new byte[ADDRESS_BYTES];
        address[0] = FORMAT;
        System.arraycopy(publicKey, 0, address, 1, publicKey.length);
        System.arraycopy(checksum(address), 0, address, 1 + publicKey.length, CHECKSUM_BYTES);
        return base58(address);
    }

    /** @throws IllegalArgumentException for anything but an address of format 42 with a right checksum */
    public static byte[] decode(String address) throws IllegalArgumentException {
        byte[] bytes = unbase58(address);
        if (bytes.length != ADDRESS_BYTES || bytes[0] != FORMAT) {
            throw new IllegalArgumentException("not an SS58 address of format 42");
        }
        byte[] found = Arrays.copyOfRange(bytes, ADDRESS_BYTES - CHECKSUM_BYTES, ADDRESS_BYTES);
        if (!MessageDigest.isEqual(found, checksum(bytes))) {
            throw new IllegalArgumentException("an SS58 address with a wrong checksum");
        }
        return Arrays.copyOfRange(bytes, 1, 1 + Sr25519.PUBLIC_KEY_BYTES);
    }

    private static byte[] checksum(byte[] address) {
        Blake2bDigest digest = new Blake2bDigest(512);
        digest.update(CHECKSUM_DOMAIN, 0, CHECKSUM_DOMAIN.length);
        digest.update(address, 0, ADDRESS_BYTES - CHECKSUM_BYTES);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return Arrays.copyOf(hash, CHECKSUM_BYTES);
    }

    // The first byte is never zero, so base 58's rule for leading zeros does not come up.
    private static String base58(byte[] bytes) {
        StringBuilder digits = new StringBuilder();
        for (BigInteger rest = new BigInteger(1, bytes); rest.signum() > 0; ) {
            BigInteger[] division = rest.divideAndRemainder(BASE);
            digits.append(ALPHABET.charAt(division[1].intValue()));
            rest = division[0];
        }
        return digits.reverse().toString();
    }

    private static byte[] unbase58(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ADDRESS) {
            throw new IllegalArgumentException("not an SS58 address of format 42");
        }
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("an SS58 address holds base 58 digits only");
            }
            value = value.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        byte[] bytes = value.toByteArray();
        return bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }
}
