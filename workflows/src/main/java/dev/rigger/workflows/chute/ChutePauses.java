package dev.rigger.workflows.chute;

import java.time.Duration;

/**
 * How long a chute's owner waits.
 *
 * @param secondLook between the two looks that must both find a chute gone when no event said that it was deleted
 * @param firstLook before it is first looked again whether the chute's deployments are gone; doubles
 * @param longestLook bound of that doubling
 */
public record ChutePauses(Duration secondLook, Duration firstLook, Duration longestLook) {
    public static final ChutePauses DEFAULTS =
            new ChutePauses(Duration.ofSeconds(90), Duration.ofSeconds(2), Duration.ofMinutes(5));
}
