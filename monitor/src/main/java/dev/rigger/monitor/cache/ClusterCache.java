package dev.rigger.monitor.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.monitor.wire.ClusterState;
import dev.rigger.monitor.wire.Push;
import dev.rigger.monitor.wire.ResourceType;
import dev.rigger.monitor.wire.WireTime;
import dev.rigger.settings.RedisSettings;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What agents pushed, under the keys of the reference miner: {@code clusters:<cluster>:resources:<type>} with fields
 * {@code <namespace>:<name>}, and {@code clusters:<cluster>:health}. Each change is one step for every reader, and is
 * published. May be lost at any time: agents then tell everything again.
 *
 * <p>Every method throws {@link RedisException} when Redis does not answer.
 */
@Singleton
public class ClusterCache implements AutoCloseable {
    private static final String HEALTH = ":health";
    private static final String PREFIX = "clusters:";
    private static final Duration TOMBSTONES_KEPT = Duration.ofMinutes(10);
    private static final int SCAN_COUNT = 1_000;

    private final RedisLink redis;
    private final InstantSource clock;

    public ClusterCache(RedisSettings settings, InstantSource clock) {
        this.redis = new RedisLink(settings);
        this.clock = clock;
    }

    /** What came of a change or a heartbeat. */
    public enum Outcome {
        DONE,
        /** Something as new was known, so that nothing changed. */
        KNOWN,
        /** The cluster is not in the cache. */
        UNKNOWN_CLUSTER,
        /** The cluster was silent for too long: it has to tell everything first. */
        RESYNC
    }

    /** Takes a cluster in with all of its objects; false when it is there already. */
    public boolean register(String cluster, Map<ResourceType, List<ObjectNode>> resources) {
        return replace("new", cluster, resources) && publish("clusters:all", told(cluster, "ADDED"));
    }

    /** Puts these objects in the place of all that was known; false when the cluster is not there. */
    public boolean set(String cluster, Map<ResourceType, List<ObjectNode>> resources) {
        return replace("set", cluster, resources) && publish("clusters:all:reconnect", told(cluster, null));
    }

    public Outcome apply(String cluster, Push.Change change) {
        JsonNode metadata = change.object().path("metadata");
        Instant now = clock.instant();
        Long done = redis.commands()
                .eval(
                        Scripts.APPLY,
                        ScriptOutputType.INTEGER,
                        new String[] {health(cluster), tombstones(cluster), resources(cluster, change.resource())},
                        field(change.resource(), metadata),
                        change.type(),
                        metadata.path("uid").asText(""),
                        metadata.path("resourceVersion").asText(""),
                        text(change.object()),
                        Long.toString(now.getEpochSecond()),
                        Long.toString(now.minus(TOMBSTONES_KEPT).getEpochSecond()));
        if (done < 0) {
            return Outcome.UNKNOWN_CLUSTER;
        }
        if (done > 0) {
            publishChange(cluster, change);
        }
        return done > 0 ? Outcome.DONE : Outcome.KNOWN;
    }

    public Outcome heartbeat(String cluster, ClusterState state) {
        String before = redis.commands()
                .eval(
                        Scripts.BEAT,
                        ScriptOutputType.VALUE,
                        new String[] {health(cluster)},
                        state.wire(),
                        WireTime.of(clock.instant()));
        if (before == null) {
            return Outcome.UNKNOWN_CLUSTER;
        }
        return ClusterState.of(before)
                        .filter(was -> was == ClusterState.UNHEALTHY || was == ClusterState.ERROR)
                        .isPresent()
                ? Outcome.RESYNC
                : Outcome.DONE;
    }

    /** Lets the cluster be worse than it was seen, unless it was heard since. */
    public void worsen(ClusterHealth seen, ClusterState state, String error) {
        Long unused = redis.commands()
                .eval(
                        Scripts.WORSEN,
                        ScriptOutputType.INTEGER,
                        new String[] {health(seen.cluster())},
                        seen.lastHeartbeat(),
                        state.wire(),
                        error);
    }

    /** Forgets the cluster; absent is success. */
    public void clear(String cluster) {
        List<String> keys = new ArrayList<>(List.of(health(cluster), tombstones(cluster)));
        for (ResourceType type : ResourceType.values()) {
            keys.add(resources(cluster, type));
        }
        if (redis.commands().del(keys.toArray(String[]::new)) > 0) {
            publish("clusters:all", told(cluster, "DELETED"));
        }
    }

    public Optional<ClusterHealth> healthOf(String cluster) {
        Map<String, String> hash = redis.commands().hgetall(health(cluster));
        return hash.isEmpty() ? Optional.empty() : Optional.of(ClusterHealth.of(cluster, hash));
    }

    /** All clusters, by name. */
    public Map<String, ClusterHealth> all() {
        RedisCommands<String, String> commands = redis.commands();
        Map<String, ClusterHealth> all = new TreeMap<>();
        ScanArgs pattern = ScanArgs.Builder.matches(PREFIX + "*" + HEALTH).limit(SCAN_COUNT);
        KeyScanCursor<String> page = commands.scan(pattern);
        while (true) {
            for (String key : page.getKeys()) {
                String name = key.substring(PREFIX.length(), key.length() - HEALTH.length());
                Map<String, String> hash = commands.hgetall(key);
                if (!hash.isEmpty()) {
                    all.put(name, ClusterHealth.of(name, hash));
                }
            }
            if (page.isFinished()) {
                return all;
            }
            page = commands.scan(page, pattern);
        }
    }

    /** How many objects of each type. */
    public Map<ResourceType, Long> counts(String cluster) {
        Map<ResourceType, Long> counts = new LinkedHashMap<>();
        for (ResourceType type : ResourceType.values()) {
            counts.put(type, redis.commands().hlen(resources(cluster, type)));
        }
        return counts;
    }

    /** The objects of one type as JSON texts, by {@code <namespace>:<name>}. */
    public Map<String, String> objects(String cluster, ResourceType type) {
        return new TreeMap<>(redis.commands().hgetall(resources(cluster, type)));
    }

    /** True once in so long, for all processes together. */
    public boolean firstAsked(String cluster, Duration within) {
        return "OK"
                .equals(redis.commands()
                        .set(
                                "rigger:asked:" + cluster,
                                "1",
                                SetArgs.Builder.nx().px(within)));
    }

    /** Hears of changes of one type until closed: {@code {"cluster":…,"event":{"type":…,"object":…},"timestamp":…}}. */
    public AutoCloseable listen(ResourceType type, Consumer<String> heard) {
        return redis.listen("resources:" + type.keyName(), heard);
    }

    @Override
    @PreDestroy
    public void close() {
        redis.close();
    }

    private boolean replace(String how, String cluster, Map<ResourceType, List<ObjectNode>> resources) {
        List<String> keys = new ArrayList<>(List.of(health(cluster), tombstones(cluster)));
        List<String> values = new ArrayList<>(List.of(how, cluster, WireTime.of(clock.instant())));
        for (ResourceType type : ResourceType.values()) {
            keys.add(resources(cluster, type));
            for (ObjectNode object : resources.getOrDefault(type, List.of())) {
                values.add(Integer.toString(keys.size()));
                values.add(field(type, object.path("metadata")));
                values.add(text(object));
            }
        }
        Long done = redis.commands()
                .eval(
                        Scripts.REPLACE,
                        ScriptOutputType.INTEGER,
                        keys.toArray(String[]::new),
                        values.toArray(String[]::new));
        return done == 1;
    }

    private void publishChange(String cluster, Push.Change change) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("cluster", cluster);
        message.putObject("event").put("type", change.type()).set("object", change.object());
        message.put("timestamp", WireTime.of(clock.instant()));
        String type = change.resource().keyName();
        for (String channel : List.of(
                "cluster:" + cluster + ":resources",
                "cluster:" + cluster + ":resources:" + type,
                "resources:" + type,
                "resources:all")) {
            publish(channel, message);
        }
    }

    private ObjectNode told(String cluster, @Nullable String eventType) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("cluster", cluster);
        if (eventType != null) {
            message.put("event_type", eventType);
        }
        return message.put("timestamp", WireTime.of(clock.instant()));
    }

    private boolean publish(String channel, ObjectNode message) {
        return redis.commands().publish(channel, text(message)) >= 0;
    }

    private static String field(ResourceType type, JsonNode metadata) {
        String namespace = type.namespaced() ? metadata.path("namespace").asText("default") : "None";
        return namespace + ":" + metadata.path("name").asText();
    }

    private static String text(JsonNode object) {
        return new String(Push.bytes(object), StandardCharsets.UTF_8);
    }

    private static String health(String cluster) {
        return PREFIX + cluster + HEALTH;
    }

    private static String resources(String cluster, ResourceType type) {
        return PREFIX + cluster + ":resources:" + type.keyName();
    }

    private static String tombstones(String cluster) {
        return "rigger:deleted:" + cluster;
    }
}
