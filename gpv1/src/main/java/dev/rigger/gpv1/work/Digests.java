package dev.rigger.gpv1.work;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 with a label in front, and GPV1's little-endian numbers. */
final class Digests {
    static final int BYTES = 32;

    private Digests() {}

    static byte[] of(String label, byte[]... parts) {
        MessageDigest digest = sha256();
        digest.update(ascii(label));
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] le64(long value) {
        return littleEndian(Long.BYTES).putLong(value).array();
    }

    static byte[] le32(int value) {
        return littleEndian(Integer.BYTES).putInt(value).array();
    }

    static byte[] le32(int[] values) {
        ByteBuffer buffer = littleEndian(values.length * Integer.BYTES);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
