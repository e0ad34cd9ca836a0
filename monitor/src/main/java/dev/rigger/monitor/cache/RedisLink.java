package dev.rigger.monitor.cache;

import dev.rigger.settings.RedisSettings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection to Redis, made when it is first needed; one that is away is known at once. */
final class RedisLink implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final RedisClient client;
    private final ReentrantLock connecting = new ReentrantLock();
    private volatile @Nullable StatefulRedisConnection<String, String> connection;

    RedisLink(RedisSettings settings) {
        RedisURI uri = RedisURI.create(settings.url());
        uri.setTimeout(TIMEOUT);
        client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
                .build());
    }

    RedisCommands<String, String> commands() {
        StatefulRedisConnection<String, String> open = connection;
        if (open != null) {
            return open.sync();
        }
        connecting.lock();
        try {
            StatefulRedisConnection<String, String> other = connection;
            StatefulRedisConnection<String, String> mine = other != null ? other : client.connect();
            connection = mine;
            return mine.sync();
        } finally {
            connecting.unlock();
        }
    }

    /** Hears a channel until closed; through lost connections too, though not what is said meanwhile. */
    AutoCloseable listen(String channel, Consumer<String> heard) {
        StatefulRedisPubSubConnection<String, String> ear = client.connectPubSub();
        ear.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String name, String message) {
                heard.accept(message);
            }
        });
        ear.sync().subscribe(channel);
        return ear;
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
