package dev.rigger.devnet.validator.audit;

import dev.rigger.devnet.validator.platform.HistoryRow;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.traffic.Invocation;
import dev.rigger.devnet.validator.traffic.InvocationLog;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Neuron;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Invocations, jobs, ended instances and what instances were worth, as CSV. */
public final class Exports {
    private static final List<String> RECENT = List.of(
            "invocation_id",
            "chute_id",
            "chute_user_id",
            "function_name",
            "image_id",
            "image_user_id",
            "instance_id",
            "miner_uid",
            "miner_hotkey",
            "started_at",
            "completed_at",
            "error_message",
            "compute_multiplier",
            "metrics");
    private static final List<String> INVOCATIONS = List.of(
            "parent_invocation_id",
            "invocation_id",
            "chute_id",
            "chute_user_id",
            "function_name",
            "image_id",
            "image_user_id",
            "instance_id",
            "miner_uid",
            "miner_hotkey",
            "started_at",
            "completed_at",
            "error_message",
            "compute_multiplier",
            "bounty",
            "metrics");
    private static final List<String> REPORTS =
            List.of("invocation_id", "user_id", "timestamp", "confirmed_at", "confirmed_by", "reason");
    private static final List<String> JOBS = List.of(
            "job_id",
            "chute_id",
            "version",
            "chutes_version",
            "method",
            "miner_uid",
            "miner_hotkey",
            "miner_coldkey",
            "instance_id",
            "created_at",
            "updated_at",
            "started_at",
            "finished_at",
            "status",
            "compute_multiplier",
            "miner_terminated");

    private final Platform platform;
    private final InvocationLog log;
    private final MinerGate gate;

    public Exports(Platform platform, InvocationLog log, MinerGate gate) {
        this.platform = platform;
        this.log = log;
        this.gate = gate;
    }

    /** Whether that hour has exports by now. */
    public boolean has(Instant hour) {
        return log.exports(hour);
    }

    public String invocations(Instant hour) {
        Csv csv = new Csv(INVOCATIONS);
        for (Invocation row : log.hour(hour)) {
            csv.row(
                    row.parentInvocationId(),
                    row.invocationId(),
                    row.chuteId(),
                    row.chuteUserId(),
                    row.functionName(),
                    row.imageId(),
                    row.chuteUserId(),
                    row.instanceId(),
                    uid(row.minerHotkey()),
                    row.minerHotkey(),
                    row.startedAt(),
                    row.completedAt(),
                    row.errorMessage(),
                    row.computeMultiplier(),
                    row.bounty(),
                    row.metrics());
        }
        return csv.text();
    }

    public String recent(String hotkey, int limit) {
        Csv csv = new Csv(RECENT);
        for (Invocation row : log.recent(hotkey, limit)) {
            csv.row(
                    row.invocationId(),
                    row.chuteId(),
                    row.chuteUserId(),
                    row.functionName(),
                    row.imageId(),
                    row.chuteUserId(),
                    row.instanceId(),
                    uid(row.minerHotkey()),
                    row.minerHotkey(),
                    row.startedAt(),
                    row.completedAt(),
                    row.errorMessage(),
                    row.computeMultiplier(),
                    row.metrics());
        }
        return csv.text();
    }

    /** Nobody reports invocations here, so there is only the header. */
    public String reports() {
        return new Csv(REPORTS).text();
    }

    public String jobs(Instant hour) {
        Csv csv = new Csv(JOBS);
        Instant end = hour.plus(Duration.ofHours(1));
        platform.jobs().all().stream()
                .filter(job ->
                        !job.updatedAt().isBefore(hour) && job.updatedAt().isBefore(end))
                .forEach(job -> row(csv, job));
        return csv.text();
    }

    /** Instances that ended, for whoever compares them with its own books. */
    public String reconciliation() {
        Csv csv = new Csv(List.of("instance_id", "deleted_at"));
        platform.instances().ended().forEach(ended -> csv.row(ended.instance().instanceId(), ended.deletedAt()));
        return csv.text();
    }

    public String computeHistory() {
        Csv csv = new Csv(List.of("instance_id", "compute_multiplier", "started_at", "ended_at"));
        Stream.concat(
                        platform.instances().ended().stream().map(ended -> ended.instance()),
                        platform.instances().all().stream())
                .map(Instance::instanceId)
                .forEach(id -> {
                    for (HistoryRow row : platform.instances().historyOf(id)) {
                        csv.row(id, row.computeMultiplier(), row.startedAt(), row.endedAt());
                    }
                });
        return csv.text();
    }

    private void row(Csv csv, Job job) {
        csv.row(
                job.jobId(),
                job.chuteId(),
                job.version(),
                job.chutesVersion(),
                job.method(),
                uid(job.minerHotkey()),
                job.minerHotkey(),
                coldkey(job.minerHotkey()),
                job.instanceId(),
                job.createdAt(),
                job.updatedAt(),
                job.startedAt(),
                job.finishedAt(),
                job.status().name().toLowerCase(Locale.ROOT),
                job.multiplier(),
                job.minerTerminated());
    }

    private @Nullable Integer uid(@Nullable String hotkey) {
        return hotkey == null ? null : gate.neuron(hotkey).map(Neuron::uid).orElse(null);
    }

    private @Nullable String coldkey(@Nullable String hotkey) {
        return hotkey == null ? null : gate.neuron(hotkey).map(Neuron::coldkey).orElse(null);
    }
}
