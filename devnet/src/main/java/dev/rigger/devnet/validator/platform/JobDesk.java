package dev.rigger.devnet.validator.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.Job.Status;
import dev.rigger.devnet.validator.wire.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a job's pod reports: its end, its files, that all is done; and a miner that gives its job back. */
public final class JobDesk {
    private static final Set<Status> REPORTABLE = Set.of(Status.COMPLETE, Status.ERROR, Status.CANCELLED);

    private final Ledger ledger;
    private final JobRuns runs;
    private final InstanceLife life;

    JobDesk(Ledger ledger, JobRuns runs, InstanceLife life) {
        this.ledger = ledger;
        this.runs = runs;
        this.life = life;
    }

    /** What a pod says when its work is over. */
    public record Report(
            @Nullable String status,
            @Nullable JsonNode result,
            @Nullable String detail,
            @Nullable List<String> outputFilenames) {}

    /** {@code DELETE /miner/jobs/{id}}. */
    public void release(String hotkey, String jobId) {
        ledger.change(state -> {
            runs.release(state, hotkey, jobId)
                    .ifPresent(instance -> life.ended(state, instance, EndReason.JOB_RELEASED, 1));
            return null;
        });
    }

    /** {@code POST {job_status_url}}: the files named are awaited now; a pod that its user had stopped is only heard. */
    public Job report(String jobId, Report report) {
        Status status = status(report.status());
        return ledger.change(state -> {
            Job job = JobRuns.known(state, jobId);
            if (job.stoppedByItsUser()
                    && job.instanceId() != null
                    && state.instances().containsKey(job.instanceId())) {
                return job;
            }
            if (job.status() != Status.PENDING) {
                throw new Refusal(400, "Job " + jobId + " has been reported already");
            }
            return runs.change(state, jobId, draft -> {
                draft.status = status == Status.COMPLETE ? Status.COMPLETE_PENDING_UPLOADS : status;
                draft.result = report.result();
                draft.errorDetail = report.detail();
                Map<String, Long> awaited = new LinkedHashMap<>();
                if (report.outputFilenames() != null) {
                    report.outputFilenames().forEach(name -> awaited.put(name, -1L));
                }
                draft.outputFiles = awaited;
            });
        });
    }

    /** A file arrived; 404 for one that nobody announced. */
    public void uploaded(String jobId, String filename, long bytes) {
        ledger.change(state -> {
            if (!JobRuns.known(state, jobId).outputFiles().containsKey(filename)) {
                throw new Refusal(404, "Job " + jobId + " announced no file " + filename);
            }
            return runs.change(state, jobId, draft -> {
                Map<String, Long> files = new LinkedHashMap<>(draft.outputFiles);
                files.put(filename, bytes);
                draft.outputFiles = files;
            });
        });
    }

    /** {@code PUT {job_status_url}}: ends the job and its instance. */
    public Job done(String jobId) {
        return ledger.change(state -> {
            Job job = JobRuns.known(state, jobId);
            boolean missing = job.outputFiles().containsValue(-1L);
            Job ended = switch (job.status()) {
                case COMPLETE_PENDING_UPLOADS ->
                    runs.end(
                            state,
                            job,
                            missing ? Status.PARTIAL_FAILURE : Status.COMPLETE,
                            "not every announced file arrived",
                            false);
                case ERROR, CANCELLED ->
                    runs.end(
                            state,
                            job,
                            job.status(),
                            job.errorDetail() == null ? "its pod gave no reason" : job.errorDetail(),
                            false);
                default -> throw new Refusal(400, "Job " + jobId + " has not been reported yet");
            };
            Instance instance =
                    job.instanceId() == null ? null : state.instances().get(job.instanceId());
            if (instance != null) {
                life.ended(state, instance, EndReason.JOB_OVER, 1);
            }
            return ended;
        });
    }

    private static Status status(@Nullable String text) {
        for (Status status : REPORTABLE) {
            if (status.name().toLowerCase(Locale.ROOT).equals(text)) {
                return status;
            }
        }
        throw new Refusal(422, "status must be complete, error or cancelled");
    }
}
