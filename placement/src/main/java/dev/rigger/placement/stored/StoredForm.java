package dev.rigger.placement.stored;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.stored.StoredFormException.Code;
import java.io.IOException;
import java.util.List;

/**
 * The stored form of snapshots and plans, version {@value #VERSION}: JSON that says what it is and in which version, fields
 * in the order of the records, times as ISO 8601, what is null left out. The same value gives the same text, and by
 * {@code packed} the same bytes (gzip). A later version reads what earlier ones wrote, and refuses what is newer than itself.
 *
 * <p>Immutable; one for a process is enough.
 */
public final class StoredForm {

    /** Raised with every change of the fields; what earlier versions wrote is then converted when it is read. */
    public static final int VERSION = 1;

    private static final String SNAPSHOT = "rigger/fleet-snapshot";
    private static final String PLAN = "rigger/plan";

    private final JsonMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .addMixIn(Action.class, ActionForm.class)
            .addMixIn(Verdict.class, VerdictForm.class)
            .addMixIn(FleetSnapshot.class, SnapshotForm.class)
            .build();

    private record Envelope(String form, int version, Object content) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "action")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Action.Launch.class, name = "launch"),
        @JsonSubTypes.Type(value = Action.Evict.class, name = "evict"),
        @JsonSubTypes.Type(value = Action.Claim.class, name = "claim"),
        @JsonSubTypes.Type(value = Action.Wait.class, name = "wait")
    })
    private interface ActionForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "verdict")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Verdict.Placed.class, name = "placed"),
        @JsonSubTypes.Type(value = Verdict.Refused.class, name = "refused")
    })
    private interface VerdictForm {}

    /** A fleet without jobs is written as it was before there were any. */
    private interface SnapshotForm {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<FleetSnapshot.JobOffer> jobs();
    }

    /** Readable, on one line. */
    public String json(FleetSnapshot snapshot) {
        return new String(written(SNAPSHOT, snapshot), UTF_8);
    }

    /** Readable, on one line. */
    public String json(Plan plan) {
        return new String(written(PLAN, plan), UTF_8);
    }

    /** Compressed. */
    public byte[] packed(FleetSnapshot snapshot) {
        return Gzip.packed(written(SNAPSHOT, snapshot));
    }

    /** Compressed. */
    public byte[] packed(Plan plan) {
        return Gzip.packed(written(PLAN, plan));
    }

    /**
     * @param stored either form, readable or compressed
     * @throws StoredFormException when it is newer than this version, something else, or damaged
     */
    public FleetSnapshot snapshot(byte[] stored) {
        return read(stored, SNAPSHOT, FleetSnapshot.class);
    }

    /**
     * @param stored either form, readable or compressed
     * @throws StoredFormException when it is newer than this version, something else, or damaged
     */
    public Plan plan(byte[] stored) {
        return read(stored, PLAN, Plan.class);
    }

    private byte[] written(String form, Object content) {
        try {
            return json.writeValueAsBytes(new Envelope(form, VERSION, content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + form + " cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    private <T> T read(byte[] stored, String form, Class<T> type) {
        try {
            JsonNode envelope = json.readTree(Gzip.isPacked(stored) ? Gzip.unpacked(stored) : stored);
            mustBe(form, envelope);
            return json.treeToValue(envelope.path("content"), type);
        } catch (IOException e) {
            throw new StoredFormException(
                    Code.STORED_FORM_DAMAGED,
                    "The stored " + form + " cannot be read: " + why(e),
                    "Take another copy of it; this one was cut off, or edited by hand.",
                    e);
        }
    }

    private static void mustBe(String form, JsonNode envelope) {
        String found = envelope.path("form").asText("nothing of ours");
        if (!found.equals(form)) {
            throw new StoredFormException(
                    Code.STORED_FORM_OTHER,
                    "A " + form + " was expected, but this is " + found,
                    "Give the right one.",
                    null);
        }
        int version = envelope.path("version").asInt();
        if (version > VERSION) {
            throw new StoredFormException(
                    Code.STORED_FORM_NEWER,
                    "The stored " + form + " has version " + version + ", this Rigger reads up to " + VERSION,
                    "Read it with the Rigger that wrote it, or a later one.",
                    null);
        }
        if (version < 1 || !envelope.path("content").isObject()) {
            throw new StoredFormException(
                    Code.STORED_FORM_OTHER,
                    "The stored " + form + " has no version or no content",
                    "Write it again.",
                    null);
        }
    }

    private static String why(IOException e) {
        return e instanceof JsonProcessingException bad ? bad.getOriginalMessage() : String.valueOf(e.getMessage());
    }
}
