package dev.rigger.devnet.cluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a deletion onto an object, and tells whether something still holds it. */
public final class DeletionMarks {
    /** The finalizer of an owner that waits for what it owns. */
    public static final String FOREGROUND = "foregroundDeletion";
    /** The finalizer of an owner whose dependents are to be set free. */
    public static final String ORPHAN = "orphan";

    private static final int DEFAULT_GRACE_SECONDS = 30;

    private DeletionMarks() {}

    public static boolean isDeleting(JsonNode object) {
        return object.at("/metadata/deletionTimestamp").isTextual();
    }

    static boolean mark(Kind kind, ObjectNode object, Deletion how, String now) {
        ObjectNode metadata = object.withObject("/metadata");
        if (how.propagation() != Deletion.Propagation.BACKGROUND && kind == Kind.JOB) {
            addFinalizer(metadata, how.propagation() == Deletion.Propagation.FOREGROUND ? FOREGROUND : ORPHAN);
        }
        boolean held = kind == Kind.POD
                ? markPod(object, how)
                : !metadata.path("finalizers").isEmpty();
        if (held && !metadata.hasNonNull("deletionTimestamp")) {
            metadata.put("deletionTimestamp", now);
        }
        return held;
    }

    /** A pod that runs somewhere is held for its grace; a second deletion may only shorten it. */
    private static boolean markPod(ObjectNode pod, Deletion how) {
        String phase = pod.at("/status/phase").asText();
        boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
        if (ended || pod.at("/spec/nodeName").asText("").isEmpty()) {
            return false;
        }
        Integer asked = how.graceSeconds();
        int grace = asked != null
                ? asked
                : pod.at("/spec/terminationGracePeriodSeconds").asInt(DEFAULT_GRACE_SECONDS);
        ObjectNode metadata = pod.withObject("/metadata");
        int before = metadata.path("deletionGracePeriodSeconds").asInt(Integer.MAX_VALUE);
        metadata.put("deletionGracePeriodSeconds", Math.min(before, grace));
        return grace > 0;
    }

    private static void addFinalizer(ObjectNode metadata, String finalizer) {
        ArrayNode finalizers = metadata.withArray("/finalizers");
        for (JsonNode present : finalizers) {
            if (present.asText().equals(finalizer)) {
                return;
            }
        }
        finalizers.add(finalizer);
    }
}
