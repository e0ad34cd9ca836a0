package dev.rigger.activities.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.activities.validator.api.LaunchGrant;
import dev.rigger.activities.validator.wire.UrlGuard;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.LaunchTokenRecord;
import dev.rigger.inventory.LaunchTokens;
import dev.rigger.inventory.SealedAs;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.deployment.LaunchToken;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Launch tokens at rest: sealed, one a deployment, answered again while they are young. */
@Singleton
final class LaunchTokenStore {
    private final LaunchTokens tokens;
    private final Deployments deployments;
    private final SecretKeys secrets;
    private final UrlGuard urls;
    private final Periods periods;
    private final Clock clock;

    LaunchTokenStore(
            LaunchTokens tokens,
            Deployments deployments,
            SecretKeys secrets,
            UrlGuard urls,
            Periods periods,
            Clock clock) {
        this.tokens = tokens;
        this.deployments = deployments;
        this.secrets = secrets;
        this.urls = urls;
        this.periods = periods;
        this.clock = clock;
    }

    /** The one that was granted before, if a pod still has time to claim with it. */
    Optional<LaunchToken> young(String deploymentId) {
        return tokens.of(deploymentId).filter(this::isYoung).map(stored -> {
            deployments.setConfigId(deploymentId, stored.configId());
            return new LaunchToken.Granted(stored.configId());
        });
    }

    /**
     * Keeps a grant, unless its pod would call where no validator is. The token first: a config id without its token would
     * be a permission that nobody can use. Of two answers to the same wish, one of which came late, the first that is kept
     * counts: its pod may run already.
     */
    LaunchToken keep(String deploymentId, LaunchGrant.Granted granted) {
        Instant now = clock.instant();
        String token = granted.token().reveal();
        TokenClaims claims = TokenClaims.of(token, now, periods.tokenLife());
        Optional<UrlGuard.Danger> danger = Optional.ofNullable(claims.url()).flatMap(urls::danger);
        if (danger.isPresent()) {
            return new LaunchToken.Rejected(
                    200, "The launch token sends its pod to an address that is not safe (" + danger.get() + ")");
        }
        byte[] sealed = secrets.encrypt(token.getBytes(UTF_8), SealedAs.launchToken(deploymentId));
        LaunchTokenRecord kept = tokens.keep(
                new LaunchTokenRecord(deploymentId, granted.configId(), sealed, now, claims.expiresAt()),
                periods.tokenLife(),
                now.plus(periods.tokenLeft()));
        deployments.setConfigId(deploymentId, kept.configId());
        return new LaunchToken.Granted(kept.configId());
    }

    private boolean isYoung(LaunchTokenRecord token) {
        Instant expires = token.expiresAt();
        Instant end = expires == null ? token.askedAt().plus(periods.tokenLife()) : expires;
        return clock.instant().isBefore(end.minus(periods.tokenLeft()));
    }
}
