package dev.rigger.web.access;

import dev.rigger.hotkey.ReplayGuard;
import dev.rigger.settings.RedisSettings;
import dev.rigger.web.answers.WebRole;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Uses that Redis remembers. One connection, made when it is first needed; a Redis that is away is known at once. */
@WebRole
@Singleton
public final class RedisUses implements ReplayGuard, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final RedisClient client;
    private final ReentrantLock connecting = new ReentrantLock();
    private volatile @Nullable StatefulRedisConnection<String, String> connection;

    public RedisUses(RedisSettings settings) {
        RedisURI uri = RedisURI.create(settings.url());
        uri.setTimeout(TIMEOUT);
        client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
                .build());
    }

    /** @throws RedisException when Redis does not answer in time */
    @Override
    public boolean firstUse(String key, Duration window) {
        return "OK"
                .equals(connection()
                        .sync()
                        .set("rigger:used:" + key, "1", SetArgs.Builder.nx().px(window)));
    }

    /** @throws RedisException when Redis does not answer in time */
    public void ping() {
        connection().sync().ping();
    }

    @Override
    @PreDestroy
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }

    private StatefulRedisConnection<String, String> connection() {
        StatefulRedisConnection<String, String> open = connection;
        if (open != null) {
            return open;
        }
        connecting.lock();
        try {
            StatefulRedisConnection<String, String> other = connection;
            StatefulRedisConnection<String, String> mine = other != null ? other : client.connect();
            connection = mine;
            return mine;
        } finally {
            connecting.unlock();
        }
    }
}
