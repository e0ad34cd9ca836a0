package dev.rigger.devnet.validator.platform;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work with an end, run by one pod of one miner.
 *
 * @param minerHistory hotkeys that ever took a launch token for it; each may once
 * @param minerTerminated the miner ended its pod before the work was done
 * @param outputFiles bytes by name; -1 while it is awaited
 */
public record Job(
        String jobId,
        String userId,
        String chuteId,
        String version,
        String chutesVersion,
        String method,
        JsonNode jobArgs,
        int gpuCount,
        double multiplier,
        Instant createdAt,
        Status status,
        @Nullable String minerHotkey,
        @Nullable String instanceId,
        boolean active,
        boolean minerTerminated,
        List<String> minerHistory,
        Map<String, Long> outputFiles,
        @Nullable JsonNode result,
        @Nullable String errorDetail,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant updatedAt) {
    /** Where a job is; the last four are ends. */
    public enum Status {
        PENDING,
        COMPLETE_PENDING_UPLOADS,
        COMPLETE,
        PARTIAL_FAILURE,
        ERROR,
        CANCELLED;

        public boolean over() {
            return ordinal() >= COMPLETE.ordinal();
        }
    }

    static final String STOPPED_BY_ITS_USER = "cancelled by its user";

    @JsonIgnore
    public boolean stoppedByItsUser() {
        return status == Status.CANCELLED && STOPPED_BY_ITS_USER.equals(errorDetail);
    }

    /** GB of disk its pod is to have. */
    public int diskGb() {
        return jobArgs.path("_disk_gb").asInt(10);
    }

    /** Waiting for a miner. */
    public boolean waiting() {
        return status == Status.PENDING && instanceId == null;
    }

    Job changed(Instant at, Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Job(
                jobId,
                userId,
                chuteId,
                version,
                chutesVersion,
                method,
                jobArgs,
                gpuCount,
                multiplier,
                createdAt,
                draft.status,
                draft.minerHotkey,
                draft.instanceId,
                draft.active,
                draft.minerTerminated,
                List.copyOf(draft.minerHistory),
                Map.copyOf(draft.outputFiles),
                draft.result,
                draft.errorDetail,
                draft.startedAt,
                draft.finishedAt,
                at);
    }

    /** What of a job may change; the only place where it does. */
    static final class Draft {
        Status status;

        @Nullable
        String minerHotkey;

        @Nullable
        String instanceId;

        boolean active;
        boolean minerTerminated;
        List<String> minerHistory;
        Map<String, Long> outputFiles;

        @Nullable
        JsonNode result;

        @Nullable
        String errorDetail;

        @Nullable
        Instant startedAt;

        @Nullable
        Instant finishedAt;

        private Draft(Job from) {
            status = from.status;
            minerHotkey = from.minerHotkey;
            instanceId = from.instanceId;
            active = from.active;
            minerTerminated = from.minerTerminated;
            minerHistory = from.minerHistory;
            outputFiles = from.outputFiles;
            result = from.result;
            errorDetail = from.errorDetail;
            startedAt = from.startedAt;
            finishedAt = from.finishedAt;
        }
    }
}
