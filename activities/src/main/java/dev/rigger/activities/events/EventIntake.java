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
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what the validator broadcasts into the inbox, many at a time when many come, then says so. The socket never waits
 * for the database.
 *
 * <p>While the inbox cannot be written, events wait here in order, as many as fit; {@link #flush()} and the next event try
 * again. What no longer fits is dropped, oldest first, and found by polling later.
 *
 * <p>The key is the same for one event however often it comes within ten seconds: hotkey, reason, data with sorted keys,
 * and the time of receipt in tens of seconds. Reasons nobody knows are kept like any other.
 */
public final class EventIntake implements SocketListener {
    private static final Logger LOG = LoggerFactory.getLogger(EventIntake.class);
    private static final int MOST_WAITING = 50_000;
    private static final long MOST_CHARACTERS_WAITING = 16L * 1024 * 1024;
    private static final int BATCH = 500;

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
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicBoolean writerStarted = new AtomicBoolean();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private long charactersWaiting;
    private Instant last = Instant.EPOCH;

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
        received.incrementAndGet();
        Optional<InboxEvent> event = name.equals(BROADCAST) ? received(data) : Optional.empty();
        if (event.isEmpty()) {
            LOG.warn("Ignoring a message that is no broadcast (EVENT_UNREADABLE): {}", name);
            return;
        }
        keep(event.get());
        if (writerStarted.compareAndSet(false, true)) {
            Thread.ofVirtual().name("intake").start(this::write);
        }
    }

    /** How many messages came, readable or not. */
    public long received() {
        return received.get();
    }

    /** How many events were dropped: too many waited, or the database could not hold them. */
    public long dropped() {
        return dropped.get();
    }

    /** How many wait for the inbox. */
    public synchronized int waiting() {
        return waiting.size();
    }

    private void write() {
        writerStarted.set(false);
        flush();
    }

    /** Writes what waits; answers whether nothing waits any more. */
    public boolean flush() {
        writing.lock();
        try {
            List<InboxEvent> batch = take();
            while (!batch.isEmpty()) {
                if (!isWritten(batch)) {
                    putBack(batch);
                    return false;
                }
                batch = take();
            }
            return true;
        } finally {
            writing.unlock();
        }
    }

    private boolean isWritten(List<InboxEvent> batch) {
        try {
            // The same event several times in one batch is one row, and told of once.
            Set<String> untold = new HashSet<>(inbox.put(batch));
            batch.stream().filter(event -> untold.remove(event.eventKey())).forEach(arrival::arrived);
            return true;
        } catch (RuntimeException e) {
            if (isAboutTheData(e)) {
                return batch.size() > 1 ? areWrittenAlone(batch) : isDropped(batch.getFirst(), e);
            }
            LOG.warn(
                    "The inbox cannot be written (INBOX_UNREACHABLE), {} events wait: {}",
                    waiting() + batch.size(),
                    e.toString());
            return false;
        }
    }

    private boolean areWrittenAlone(List<InboxEvent> batch) {
        return batch.stream().allMatch(event -> isWritten(List.of(event)));
    }

    private boolean isDropped(InboxEvent event, RuntimeException why) {
        dropped.incrementAndGet();
        LOG.error(
                "The inbox cannot hold an event of reason {} (EVENT_UNSTORABLE), polling covers for it: {}",
                event.reason(),
                why.toString());
        return true;
    }

    /** SQL states of class 22 are about values: they stay wrong however often they are sent. */
    private static boolean isAboutTheData(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && String.valueOf(sql.getSQLState()).startsWith("22")) {
                return true;
            }
        }
        return false;
    }

    private synchronized void keep(InboxEvent event) {
        while (waiting.size() >= MOST_WAITING
                || (!waiting.isEmpty() && charactersWaiting + size(event) > MOST_CHARACTERS_WAITING)) {
            charactersWaiting -= size(waiting.removeFirst());
            dropped.incrementAndGet();
            LOG.error(
                    "An event was dropped because too many wait for the inbox (INBOX_OVERFLOW); polling will find it");
        }
        waiting.addLast(event);
        charactersWaiting += size(event);
    }

    private synchronized List<InboxEvent> take() {
        List<InboxEvent> batch = new ArrayList<>();
        while (batch.size() < BATCH && !waiting.isEmpty()) {
            InboxEvent event = waiting.removeFirst();
            charactersWaiting -= size(event);
            batch.add(event);
        }
        return batch;
    }

    private synchronized void putBack(List<InboxEvent> batch) {
        for (InboxEvent event : batch.reversed()) {
            waiting.addFirst(event);
            charactersWaiting += size(event);
        }
    }

    private static long size(InboxEvent event) {
        return event.payload().length() + event.subject().length();
    }

    /** Later for every event, by as much as the inbox can tell apart, so that it keeps their order. */
    private synchronized Instant now() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
        return last;
    }

    /** The row for a broadcast; empty for something that is not one. */
    Optional<InboxEvent> received(JsonNode broadcast) {
        String reason = storable(broadcast.path("reason").asText(""));
        JsonNode data = broadcast.path("data");
        if (reason.isEmpty() || !data.isObject()) {
            return Optional.empty();
        }
        Instant now = now();
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
                .map(EventIntake::storable)
                .orElse(reason);
    }

    /** PostgreSQL's text holds every character but this one. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static String canonical(JsonNode data) {
        try {
            return CANONICAL.writeValueAsString(CANONICAL.treeToValue(data, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree that was read cannot be written", e);
        }
    }
}
