package dev.rigger.activities.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.settings.RedisSettings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channel {@code miner_events}: one message an event, {@code {"event_type":reason,"event_data":{…,"validator":hotkey}}},
 * as listeners of the reference miner expect it. One connection, made when it is first needed.
 */
@Singleton
public class LiveChannel implements AutoCloseable {
    public static final String NAME = "miner_events";

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RedisClient client;
    private @Nullable StatefulRedisConnection<String, String> connection;

    public LiveChannel(RedisSettings settings) {
        RedisURI uri = RedisURI.create(settings.url());
        uri.setTimeout(TIMEOUT);
        client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
                .build());
    }

    /**
     * Publishes in order; returns when Redis has them all.
     *
     * @throws RedisException when it has not, perhaps having some of them
     */
    public synchronized void publish(List<InboxEvent> events) {
        StatefulRedisConnection<String, String> open = connection == null ? client.connect() : connection;
        connection = open;
        List<RedisFuture<Long>> sent = new ArrayList<>();
        for (InboxEvent event : events) {
            sent.add(open.async().publish(NAME, message(event)));
        }
        if (!LettuceFutures.awaitAll(TIMEOUT, sent.toArray(RedisFuture[]::new))) {
            throw new RedisException("Redis did not take " + events.size() + " events within " + TIMEOUT);
        }
    }

    @Override
    @PreDestroy
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }

    static String message(InboxEvent event) {
        ObjectNode message = JSON.createObjectNode();
        message.put("event_type", event.reason());
        message.set("event_data", data(event));
        return message.toString();
    }

    /** What is stored is an object; whatever else somebody stored is passed on as it is, inside of one. */
    private static ObjectNode data(InboxEvent event) {
        ObjectNode data = JSON.createObjectNode();
        try {
            JsonNode payload = JSON.readTree(event.payload());
            if (payload instanceof ObjectNode fields) {
                data.setAll(fields);
            } else {
                data.set("payload", payload);
            }
        } catch (JsonProcessingException notJson) {
            data.put("payload", event.payload());
        }
        return data.put("validator", event.validator());
    }
}
