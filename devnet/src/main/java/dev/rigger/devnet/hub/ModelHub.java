package dev.rigger.devnet.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A chute's model as one file without an end; its bytes follow from the chute's id. */
public final class ModelHub {
    /** Where a pod has it. */
    public static final String FILE = "/cache/model.safetensors";

    private static final int BLOCK = 32;

    private ModelHub() {}

    public static byte[] range(String chuteId, long from, int length) {
        byte[] range = new byte[length];
        byte[] block = new byte[0];
        long of = -1;
        for (int i = 0; i < length; i++) {
            long at = from + i;
            if (at / BLOCK != of) {
                of = at / BLOCK;
                block = sha256(chuteId + "/" + of);
            }
            range[i] = block[(int) (at % BLOCK)];
        }
        return range;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
