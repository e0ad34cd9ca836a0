package dev.rigger.devnet.graval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.gpv1.GpuIdentity;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What GraVal's two halves exchange, with values of the devnet's own. GraVal's arithmetic is closed: nothing here agrees with
 * it, and whoever passes here has shown that its messages, signatures and order of steps are right, and nothing of any GPU.
 */
public final class SoftGraval {
    /** Hashes of one iteration. */
    public static final int MATRICES = 4;

    private static final int IV_BYTES = 16;

    private SoftGraval() {}

    /** The answer to an info challenge of 64 hex digits: 64 hex digits. Its first byte chooses the device. */
    public static String info(String challenge, List<GpuIdentity> devices) {
        int chosen = HexFormat.of().parseHex(challenge)[0] & 0xff;
        return hex("info", challenge, devices.get(chosen % devices.size()).text());
    }

    /** Opens for that device alone: base64 of IV and ciphertext. */
    public static String encrypted(GpuIdentity device, long seed, int iterations, String plaintext) {
        byte[] iv = new byte[IV_BYTES];
        new SecureRandom().nextBytes(iv);
        byte[] ciphertext = crypt(Cipher.ENCRYPT_MODE, device, seed, iterations, iv, plaintext.getBytes(UTF_8));
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(IV_BYTES + ciphertext.length)
                        .put(iv)
                        .put(ciphertext)
                        .array());
    }

    /** @throws IllegalArgumentException where it was made for another device, seed or number of iterations */
    public static String decrypted(GpuIdentity device, long seed, int iterations, String ciphertext) {
        byte[] blob = Base64.getDecoder().decode(ciphertext);
        if (blob.length < IV_BYTES) {
            throw new IllegalArgumentException("a ciphertext begins with " + IV_BYTES + " bytes of IV");
        }
        byte[] iv = Arrays.copyOf(blob, IV_BYTES);
        byte[] rest = Arrays.copyOfRange(blob, IV_BYTES, blob.length);
        return new String(crypt(Cipher.DECRYPT_MODE, device, seed, iterations, iv, rest), UTF_8);
    }

    /** The hashes of a device's work, 64 hex digits each. */
    public static List<String> hashes(GpuIdentity device, long seed, int iterations) {
        return IntStream.range(0, MATRICES * iterations)
                .mapToObj(index -> hex("work", seed + "|" + index, device.text()))
                .toList();
    }

    private static byte[] crypt(int mode, GpuIdentity device, long seed, int iterations, byte[] iv, byte[] text) {
        byte[] key = sha256("key", seed + "|" + iterations, device.text());
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this was made for another device, seed or number of iterations", e);
        }
    }

    private static String hex(String... parts) {
        return HexFormat.of().formatHex(sha256(parts));
    }

    private static byte[] sha256(String... parts) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(("devnet-graval\0" + String.join("\0", parts)).getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
