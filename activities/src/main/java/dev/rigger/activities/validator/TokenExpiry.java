package dev.rigger.activities.validator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** When a launch token (a JWT, RFC 7519) says it ends. It is the validator's; we read, and verify nothing. */
final class TokenExpiry {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenExpiry() {}

    static Instant of(String token, Instant askedAt, Duration assumedLife) {
        String[] parts = token.split("\\.", -1);
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : ""));
            long seconds = claims.path("exp").asLong(0);
            return seconds > 0 ? Instant.ofEpochSecond(seconds) : askedAt.plus(assumedLife);
        } catch (IOException | IllegalArgumentException unreadable) {
            return askedAt.plus(assumedLife);
        }
    }
}
