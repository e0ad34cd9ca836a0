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
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A pod's proof at the launch: the expected text encrypted with the session key (AES-128-CBC, PKCS7). */
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

    /** What a pod shows for its claim: the agreed sentence under the session key, and what its GPUs did. */
    static ObjectNode answer(JsonNode claimAnswer, GpuWork.Done done) {
        String plaintext =
                claimAnswer.path("symmetric_key").path("response_plaintext").asText();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        try {
            byte[] iv = Arrays.copyOf(
                    MessageDigest.getInstance("SHA-256")
                            .digest((done.keyHex() + plaintext).getBytes(StandardCharsets.UTF_8)),
                    16);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(HexFormat.of().parseHex(done.keyHex()), "AES"),
                    new IvParameterSpec(iv));
            body.put(
                    "response",
                    Base64.getEncoder().encodeToString(cipher.doFinal(plaintext.getBytes(StandardCharsets.UTF_8))));
            body.put("iv", HexFormat.of().formatHex(iv));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES-CBC and SHA-256", e);
        }
        body.set("proof", done.proof());
        return body;
    }
}
