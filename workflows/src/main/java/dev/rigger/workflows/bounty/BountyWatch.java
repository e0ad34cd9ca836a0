package dev.rigger.workflows.bounty;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param patience after the last announcement without any deployment under way, the bounty counts as expired
 * @param lastNotice what an earlier run of the same watch heard last; null at the start
 */
public record BountyWatch(
        String validator,
        String chuteId,
        Duration patience,
        @Nullable BountyNotice lastNotice) {
    public BountyWatch(String validator, String chuteId, Duration patience) {
        this(validator, chuteId, patience, null);
    }
}
