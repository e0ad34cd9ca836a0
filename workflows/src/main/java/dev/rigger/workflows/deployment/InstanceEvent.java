package dev.rigger.workflows.deployment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the validator says of our instance, by event or found by polling. Twice is once; an older one never undoes a
 * newer.
 *
 * @param instanceId the validator's id, null where the event carries none
 * @param at when it was received
 */
public record InstanceEvent(Kind kind, @Nullable String instanceId, Instant at) {
    /** In the order of a normal life. */
    public enum Kind {
        CREATED,
        VERIFIED,
        ACTIVATED,
        DISABLED,
        DELETED
    }
}
