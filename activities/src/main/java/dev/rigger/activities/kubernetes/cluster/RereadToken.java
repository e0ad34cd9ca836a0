package dev.rigger.activities.kubernetes.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bearer token of a kubeconfig or service account, read again once a minute because it is rotated. Left to itself the
 * client reads the whole kubeconfig again before every single request once it is a minute old, token or none.
 */
final class RereadToken implements OAuthTokenProvider {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Config config;
    private final InstantSource clock;
    private @Nullable String token;
    private Instant readAt;

    RereadToken(Config config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        token = token(config);
        readAt = clock.instant();
    }

    /** Null where the client is known by its certificate. */
    @Override
    public synchronized @Nullable String getToken() {
        Instant now = clock.instant();
        if (readAt.plus(FRESH).isBefore(now)) {
            token = token(config.refresh());
            readAt = now;
        }
        return token;
    }

    private static @Nullable String token(Config config) {
        return Optional.ofNullable(config.getOauthToken()).orElseGet(config::getAutoOAuthToken);
    }
}
