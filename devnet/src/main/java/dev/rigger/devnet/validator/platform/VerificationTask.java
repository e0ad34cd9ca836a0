package dev.rigger.devnet.validator.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verification of one announcement; {@code status} is pending, verified, failed or error. */
public record VerificationTask(
        String taskId,
        String minerHotkey,
        String serverId,
        List<String> uuids,
        String status,
        @Nullable String detail) {
    VerificationTask ended(String newStatus, @Nullable String newDetail) {
        return new VerificationTask(taskId, minerHotkey, serverId, uuids, newStatus, newDetail);
    }

    public boolean pending() {
        return status.equals("pending");
    }
}
