package dev.rigger.hotkey;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Signatures made by another implementation, from {@code auth-vectors.json}. */
record AuthVectors(
        Identity miner,
        Identity validator,
        String nonce,
        String bodyUtf8,
        String bodySha256,
        List<Vector> vectors,
        List<Vector> negative) {
    record Identity(String seedHex, String publicKeyHex, String ss58) {
        Hotkey hotkey() {
            return Hotkey.fromSeed(seedHex);
        }
    }

    record Vector(String name, String message, @Nullable String signedPayload, String signer, String signatureHex) {
        byte[] signed() {
            return (signedPayload == null ? message : signedPayload).getBytes(StandardCharsets.UTF_8);
        }

        byte[] signature() {
            return HexFormat.of().parseHex(signatureHex);
        }

        /** What stands behind the nonce: a purpose or a body's hash. */
        String payload() {
            return message.substring(message.lastIndexOf(':') + 1);
        }

        boolean isManagement() {
            return message.split(":", -1).length == 4;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static AuthVectors load() {
        ObjectMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        try (InputStream in = Objects.requireNonNull(AuthVectors.class.getResourceAsStream("/auth-vectors.json"))) {
            return mapper.readValue(in, AuthVectors.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Vector> good() {
        return load().vectors().stream();
    }

    static Stream<Vector> bad() {
        return load().negative().stream();
    }

    byte[] body() {
        return bodyUtf8.getBytes(StandardCharsets.UTF_8);
    }

    Instant signedAt() {
        return Instant.ofEpochSecond(Long.parseLong(nonce));
    }

    Identity signer(Vector vector) {
        return vector.signer().equals("miner") ? miner : validator;
    }
}
