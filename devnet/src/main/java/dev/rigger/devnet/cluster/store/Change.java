package dev.rigger.devnet.cluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One change of one object.
 *
 * @param object the object after it, or its last state when deleted; never to be modified
 * @param before the object before it, or null when it is new
 * @param version the cluster's resource version of the change
 */
public record Change(
        Type type, Kind kind, ObjectNode object, @Nullable ObjectNode before, long version) {
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
