package dev.rigger.web.access;

import dev.rigger.hotkey.ReplayGuard;
import dev.rigger.inventory.UsedNonces;
import dev.rigger.web.answers.WebRole;
import io.lettuce.core.RedisException;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Redis remembers; PostgreSQL does while Redis is away, and is asked besides for as long afterwards as it may know
 * something that Redis does not.
 */
@WebRole
@Primary
@Singleton
final class RememberedUses implements ReplayGuard {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedUses.class);

    private final RedisUses redis;
    private final UsedNonces database;
    private final Clock clock;
    /** Until when PostgreSQL may know of a use that Redis does not. */
    private final AtomicReference<Instant> databaseKnowsMoreUntil = new AtomicReference<>(Instant.MIN);

    RememberedUses(RedisUses redis, UsedNonces database, Clock clock) {
        this.redis = redis;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public boolean firstUse(String key, Duration window) {
        Instant now = clock.instant();
        Instant until = databaseKnowsMoreUntil.get();
        boolean first;
        try {
            first = redis.firstUse(key, window);
        } catch (RedisException away) {
            if (!now.isBefore(databaseKnowsMoreUntil.getAndAccumulate(now.plus(window), RememberedUses::later))) {
                LOG.warn(
                        "Redis does not answer; PostgreSQL remembers used signatures meanwhile: {}", away.getMessage());
            }
            return database.firstUse(key, window);
        }
        return first && (!now.isBefore(until) || database.firstUse(key, window));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
