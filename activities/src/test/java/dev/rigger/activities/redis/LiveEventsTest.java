package dev.rigger.activities.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.devnet.local.LocalRedis;
import dev.rigger.inventory.FanOuts;
import dev.rigger.inventory.Inbox;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.inventory.InboxTail;
import dev.rigger.settings.Periods;
import dev.rigger.settings.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveEventsTest extends FleetOnPostgres {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalRedis redis = LocalRedis.startTemporary();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private LiveChannel channel;
    private RedisClient listener;
    private int number;

    @BeforeEach
    void listen() {
        channel = new LiveChannel(new RedisSettings(redis.uri()));
        heard.clear();
        listener = subscribed();
    }

    @AfterEach
    void stop() {
        listener.shutdown();
        channel.close();
    }

    private RedisClient subscribed() {
        RedisClient client = RedisClient.create(redis.uri().toString());
        StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub();
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String name, String message) {
                heard.add(message);
            }
        });
        connection.sync().subscribe(LiveChannel.NAME);
        return client;
    }

    private LiveEvents.Stream stream() {
        return new LiveEvents(bean(InboxTail.class), bean(FanOuts.class), channel, Periods.DEFAULTS, clock)
                .of(validator);
    }

    private void arrives(String reason, String payload) {
        number++;
        bean(Inbox.class)
                .put(new InboxEvent(
                        "key-" + number,
                        validator,
                        reason,
                        "subject",
                        payload,
                        START.plusSeconds(1).plusMillis(number),
                        null,
                        0,
                        null));
    }

    private List<String> heard(int count) throws InterruptedException {
        List<String> messages = new ArrayList<>();
        while (messages.size() < count) {
            String message = heard.poll(20, TimeUnit.SECONDS);
            assertThat(message).as("message %d", messages.size() + 1).isNotNull();
            messages.add(message);
        }
        return messages;
    }

    @Test
    void everyEventReachesListenersOnceInOrderInTheReferencesShape() throws InterruptedException, IOException {
        LiveEvents.Stream stream = stream();
        stream.advance();
        for (int i = 0; i < 1_200; i++) {
            arrives("bounty_change", "{\"chute_id\":\"c-" + i + "\",\"bounty\":5}");
        }

        assertThat(stream.advance()).isZero();
        assertThat(stream.advance()).isZero();
        assertThat(stream.advance()).isEqualTo(Periods.DEFAULTS.fanOut());
        stream.advance();

        List<String> messages = heard(1_200);
        assertThat(messages.getFirst())
                .isEqualTo("{\"event_type\":\"bounty_change\",\"event_data\":{\"chute_id\":\"c-0\",\"bounty\":5,"
                        + "\"validator\":\"" + validator + "\"}}");
        JsonNode last = JSON.readTree(messages.getLast());
        assertThat(last.path("event_data").path("chute_id").asText()).isEqualTo("c-1199");
        assertThat(heard).isEmpty();
    }

    @Test
    void whatCameWhileRedisWasAwayIsPublishedWhenItIsBackEvenByAnotherProcess() throws InterruptedException {
        LiveEvents.Stream stream = stream();
        stream.advance();
        arrives("chute_created", "{\"chute_id\":\"before\"}");
        stream.advance();
        heard(1);
        redis.stop();
        arrives("chute_created", "{\"chute_id\":\"during\"}");

        assertThat(stream.advance()).isEqualTo(Duration.ofSeconds(1));
        assertThat(stream.advance()).isEqualTo(Duration.ofSeconds(2));
        assertThat(stream.advance()).isEqualTo(Duration.ofSeconds(4));
        listener.shutdown();
        channel.close();
        redis.restart();
        channel = new LiveChannel(new RedisSettings(redis.uri()));
        listener = subscribed();
        arrives("chute_created", "{\"chute_id\":\"after\"}");
        stream().advance();

        assertThat(heard(2))
                .satisfiesExactly(
                        message -> assertThat(message).contains("during"),
                        message -> assertThat(message).contains("after"));
    }

    @Test
    void theSameConnectionComesBackWithRedis() throws InterruptedException {
        LiveEvents.Stream stream = stream();
        stream.advance();
        redis.stop();
        arrives("job_created", "{\"job_id\":\"j\"}");
        assertThat(stream.advance()).isPositive();
        redis.restart();
        listener.shutdown();
        listener = subscribed();

        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!stream.advance().equals(Periods.DEFAULTS.fanOut()) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }

        assertThat(heard(1).getFirst()).contains("job_created");
    }

    @Test
    void aPayloadThatIsNoObjectIsPassedOnInsideOfOne() {
        InboxEvent event = new InboxEvent("k", "5V", "odd", "s", "not json", START, null, 0, null);

        assertThat(LiveChannel.message(event))
                .isEqualTo("{\"event_type\":\"odd\",\"event_data\":{\"payload\":\"not json\",\"validator\":\"5V\"}}");
    }
}
