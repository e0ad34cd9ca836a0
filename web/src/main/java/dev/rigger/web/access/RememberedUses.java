package dev.rigger.web.access;

import dev.rigger.hotkey.ReplayGuard;
import dev.rigger.inventory.UsedNonces;
import dev.rigger.web.answers.WebRole;
import io.lettuce.core.RedisException;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Redis and PostgreSQL both remember, and both processes ask both: a repetition that one of them knows is one. Redis answers
 * most of them without the database; when it is lost, and whatever it knew with it, nothing can be repeated.
 */
@WebRole
@Primary
@Singleton
final class RememberedUses implements ReplayGuard {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedUses.class);

    private final RedisUses redis;
    private final UsedNonces database;
    private final AtomicBoolean away = new AtomicBoolean();

    RememberedUses(RedisUses redis, UsedNonces database) {
        this.redis = redis;
        this.database = database;
    }

    @Override
    public boolean firstUse(String key, Duration window) {
        return firstForRedis(key, window) && database.firstUse(key, window);
    }

    /** A Redis that does not answer knows of nothing. */
    private boolean firstForRedis(String key, Duration window) {
        try {
            boolean first = redis.firstUse(key, window);
            if (away.getAndSet(false)) {
                LOG.info("Redis answers again");
            }
            return first;
        } catch (RedisException e) {
            if (!away.getAndSet(true)) {
                LOG.warn(
                        "Redis does not answer (REDIS_UNREACHABLE): {}. PostgreSQL alone remembers used signatures"
                                + " meanwhile; see REDIS_URL",
                        e.getMessage());
            }
            return true;
        }
    }
}
