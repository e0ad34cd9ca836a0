package dev.rigger.activities.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rigger.inventory.Inbox;
import dev.rigger.inventory.InboxEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what the validator broadcasts into the inbox, then says so.
 *
 * <p>While the inbox cannot be written, events wait here in order, as many as fit; {@link #flush()} and the next event try
 * again. What no longer fits is dropped, oldest first, and found by polling later.
 *
 * <p>The key is the same for one event however often it comes within ten seconds: hotkey, reason, data with sorted keys,
 * and the time of receipt in tens of seconds. Reasons nobody knows are kept like any other.
 */
public final class EventIntake implements SocketListener {
    private static final Logger LOG = LoggerFactory.getLogger(EventIntake.class);
    private static final int MOST_WAITING = 10_000;

    /** The event that carries everything. */
    public static final String BROADCAST = "miner_broadcast";

    private static final long WINDOW_SECONDS = 10;
    /** What an event is about, the narrowest first. */
    private static final List<String> SUBJECTS =
            List.of("instance_id", "config_id", "job_id", "gpu_id", "server_id", "chute_id", "image_id");

    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final String validator;
    private final Inbox inbox;
    private final EventArrival arrival;
    private final InstantSource clock;
    private final Deque<InboxEvent> waiting = new ArrayDeque<>();

    /**
     * @param validator SS58 hotkey of the validator that speaks
     * @param arrival told of every row that is new
     */
    public EventIntake(String validator, Inbox inbox, EventArrival arrival, InstantSource clock) {
        this.validator = validator;
        this.inbox = inbox;
        this.arrival = arrival;
        this.clock = clock;
    }

    @Override
    public void event(String name, JsonNode data) {
        Optional<InboxEvent> event = name.equals(BROADCAST) ? received(data) : Optional.empty();
        if (event.isEmpty()) {
            LOG.warn("Ignoring a message that is no broadcast (EVENT_UNREADABLE): {}", name);
            return;
        }
        keep(event.get());
        flush();
    }

    /** Writes what waits; answers whether nothing waits any more. */
    public synchronized boolean flush() {
        while (!waiting.isEmpty()) {
            InboxEvent oldest = waiting.getFirst();
            try {
                if (inbox.put(oldest)) {
                    arrival.arrived(oldest);
                }
            } catch (RuntimeException e) {
                LOG.warn(
                        "The inbox cannot be written (INBOX_UNREACHABLE), {} events wait: {}",
                        waiting.size(),
                        e.toString());
                return false;
            }
            waiting.removeFirst();
        }
        return true;
    }

    private synchronized void keep(InboxEvent event) {
        if (waiting.size() >= MOST_WAITING) {
            waiting.removeFirst();
            LOG.error(
                    "An event was dropped because too many wait for the inbox (INBOX_OVERFLOW); polling will find it");
        }
        waiting.addLast(event);
    }

    /** The row for a broadcast; empty for something that is not one. */
    Optional<InboxEvent> received(JsonNode broadcast) {
        String reason = broadcast.path("reason").asText("");
        JsonNode data = broadcast.path("data");
        if (reason.isEmpty() || !data.isObject()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        String payload = canonical(data);
        return Optional.of(new InboxEvent(
                key(reason, payload, now), validator, reason, subject(reason, data), payload, now, null, 0, null));
    }

    private String key(String reason, String payload, Instant now) {
        long window = Math.floorDiv(now.getEpochSecond(), WINDOW_SECONDS);
        String named = String.join("|", validator, reason, payload, Long.toString(window));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(named.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Events of one subject keep their order. */
    private static String subject(String reason, JsonNode data) {
        return Stream.concat(reason.startsWith("job_") ? Stream.of("job_id") : Stream.of(), SUBJECTS.stream())
                .map(name -> data.path(name).asText(""))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse(reason);
    }

    private static String canonical(JsonNode data) {
        try {
            return CANONICAL.writeValueAsString(CANONICAL.treeToValue(data, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree that was read cannot be written", e);
        }
    }
}
