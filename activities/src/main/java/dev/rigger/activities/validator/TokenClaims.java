package dev.rigger.activities.validator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rigger.activities.validator.wire.BoundedJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a launch token (a JWT, RFC 7519) says of itself. It is the validator's; we read, and verify nothing.
 *
 * @param url where its pod will call; null when it does not say
 */
record TokenClaims(Instant expiresAt, @Nullable String url) {
    private static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();

    static TokenClaims of(String token, Instant askedAt, Duration assumedLife) {
        JsonNode claims = claims(token);
        long seconds = claims.path("exp").asLong(0);
        String url = claims.path("url").asText("");
        return new TokenClaims(
                seconds > 0 && seconds < LATEST ? Instant.ofEpochSecond(seconds) : askedAt.plus(assumedLife),
                url.isEmpty() ? null : url);
    }

    private static JsonNode claims(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            byte[] json = Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : "");
            return BoundedJson.read(json, 0, json.length);
        } catch (IOException | IllegalArgumentException unreadable) {
            return MissingNode.getInstance();
        }
    }
}
