package dev.rigger.devnet.validator.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Whether a pod holds the session key: it encrypted the agreed sentence with it (AES-128-CBC, PKCS7). */
final class SessionKeyProof {
    private SessionKeyProof() {}

    /** What is wrong with it, if anything. */
    static Optional<String> problem(LaunchConfig config, ProofRequest request) {
        if (request.response() == null || request.iv() == null || config.symmetricKey() == null) {
            return Optional.of("response and iv are required");
        }
        try {
            HexFormat hex = HexFormat.of();
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(hex.parseHex(config.symmetricKey()), "AES"),
                    new IvParameterSpec(hex.parseHex(request.iv())));
            String said = new String(cipher.doFinal(Base64.getDecoder().decode(request.response())), UTF_8);
            return said.equals(config.responsePlaintext())
                    ? Optional.empty()
                    : Optional.of("the answer is another one");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.of("the answer does not decrypt");
        }
    }
}
