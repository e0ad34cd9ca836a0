package dev.rigger.workflows.deployment;

import org.jspecify.annotations.Nullable;

/**
 * Answer to a reservation.
 *
 * @param refused why not, or null when the GPUs are ours
 * @param reached how far an earlier attempt of the same deployment got; {@link Phase#RESERVED} on the first, at least
 *     {@link Phase#GRANTED} as soon as a launch token is stored, because a Job may exist from then on
 * @param instanceId the validator's instance, when an earlier attempt got that far
 */
public record Reservation(
        @Nullable Reason refused, Phase reached, @Nullable String instanceId) {
    public static Reservation refused(Reason why) {
        return new Reservation(why, Phase.REFUSED, null);
    }

    public static Reservation made() {
        return new Reservation(null, Phase.RESERVED, null);
    }

    public static Reservation found(Phase reached, @Nullable String instanceId) {
        return new Reservation(null, reached, instanceId);
    }
}
