package dev.rigger.devnet.cluster.programs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The devnet's stand-in for the GPU work of a launch: the claim's answer carries the key in clear, and the proof is the
 * expected text encrypted with it (AES-128-CBC, PKCS7).
 */
final class LaunchProof {
    private LaunchProof() {}

    /** The token's claims, unverified: a pod cannot verify them either. */
    static JsonNode claims(String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            throw new IllegalArgumentException("a launch token has three parts");
        }
        return ChuteProgram.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    }

    static ObjectNode answer(JsonNode claimAnswer, List<String> gpuIds) {
        JsonNode symmetric = claimAnswer.path("symmetric_key");
        String keyHex = symmetric.path("ciphertext").asText();
        if (!keyHex.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("the claim's answer holds no key in clear");
        }
        byte[] key = HexFormat.of().parseHex(keyHex);
        String plaintext = symmetric.path("response_plaintext").asText();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        try {
            byte[] iv = Arrays.copyOf(
                    MessageDigest.getInstance("SHA-256").digest((keyHex + plaintext).getBytes(StandardCharsets.UTF_8)),
                    16);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            body.put(
                    "response",
                    Base64.getEncoder().encodeToString(cipher.doFinal(plaintext.getBytes(StandardCharsets.UTF_8))));
            body.put("iv", HexFormat.of().formatHex(iv));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES-CBC and SHA-256", e);
        }
        int iterations = claimAnswer.path("iterations").asInt(1);
        for (int i = 0; i < gpuIds.size(); i++) {
            ObjectNode device = body.withObject("/proof").putObject(gpuIds.get(i));
            device.put("device_id", i).put("device_uuid", gpuIds.get(i)).put("device_name", "simulated");
            ObjectNode work = device.putObject("work_product");
            work.putArray("intermediate_hashes");
            work.put("num_matrices", 1).put("total_iterations", iterations);
        }
        return body;
    }
}
