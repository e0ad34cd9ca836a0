package dev.rigger.devnet.validator.traffic;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to answer a user's call.
 *
 * @param parentInvocationId the user's call; it may have several attempts
 * @param errorMessage such as {@code RATE_LIMIT} or {@code HTTP_500: …}; null when it was answered
 * @param metrics what was measured, by the platform's short names
 */
public record Invocation(
        String parentInvocationId,
        String invocationId,
        String chuteId,
        String chuteUserId,
        String functionName,
        String imageId,
        String instanceId,
        String minerHotkey,
        Instant startedAt,
        Instant completedAt,
        @Nullable String errorMessage,
        double computeMultiplier,
        double bounty,
        Map<String, Object> metrics) {
    public static final String RATE_LIMIT = "RATE_LIMIT";

    /** An attempt that began then and took so long. */
    public static Invocation of(
            String parent,
            ChuteDefinition chute,
            String function,
            Instance instance,
            Instant startedAt,
            Duration took,
            @Nullable String error) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("tt", took.toMillis() / 1000.0);
        metrics.put("p", !chute.open());
        metrics.put("b", instance.billedTo() != null);
        return new Invocation(
                parent,
                UUID.randomUUID().toString(),
                chute.chuteId(),
                chute.username(),
                function,
                chute.imageId(),
                instance.instanceId(),
                instance.minerHotkey(),
                startedAt,
                startedAt.plus(took),
                error,
                instance.multiplier(),
                0,
                metrics);
    }

    public boolean succeeded() {
        return errorMessage == null;
    }

    public double seconds() {
        return Duration.between(startedAt, completedAt).toMillis() / 1000.0;
    }
}
