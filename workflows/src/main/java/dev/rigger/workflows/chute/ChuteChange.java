package dev.rigger.workflows.chute;

import org.jspecify.annotations.Nullable;

/** @param version the version that the event speaks of, null when polling found the change */
public record ChuteChange(
        Kind kind, String eventKey, @Nullable String version) {
    public enum Kind {
        CREATED,
        UPDATED,
        IMAGE_UPDATED,
        DELETED
    }
}
