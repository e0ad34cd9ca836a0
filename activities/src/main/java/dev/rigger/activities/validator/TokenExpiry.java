package dev.rigger.activities.validator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** When a launch token (a JWT, RFC 7519) says it ends. It is the validator's; we read, and verify nothing. */
final class TokenExpiry {
    /** The shortest life any validator gave one. */
    static final Duration ASSUMED_LIFE = Duration.ofHours(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenExpiry() {}

    static Instant of(String token, Instant askedAt) {
        String[] parts = token.split("\\.", -1);
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : ""));
            long seconds = claims.path("exp").asLong(0);
            return seconds > 0 ? Instant.ofEpochSecond(seconds) : askedAt.plus(ASSUMED_LIFE);
        } catch (IOException | IllegalArgumentException unreadable) {
            return askedAt.plus(ASSUMED_LIFE);
        }
    }
}
