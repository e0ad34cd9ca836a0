package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.Job.Status;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Jobs in miners' hands: raced for, taken by the first claim, given back by whoever cannot, ended with their pods. */
final class JobRuns {
    private static final int MOST_RACERS = 15;

    private final JobBoard board;
    private final Announcer announcer;
    private final InstantSource clock;

    JobRuns(JobBoard board, Announcer announcer, InstantSource clock) {
        this.board = board;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** A miner gives back what it claimed; answers the instance to end, if one ran. */
    Optional<Instance> release(PlatformState state, String hotkey, String jobId) {
        Job job = state.jobs().get(jobId);
        if (job == null || job.status().over() || !hotkey.equals(job.minerHotkey())) {
            throw new Refusal(404, "Job not found: " + jobId);
        }
        Optional<Instance> ran = Optional.ofNullable(job.instanceId()).map(state.instances()::get);
        Job free = job.changed(clock.instant(), draft -> {
            draft.status = Status.PENDING;
            draft.minerHotkey = null;
            draft.instanceId = null;
            draft.active = false;
            draft.startedAt = null;
        });
        state.jobs().put(jobId, free);
        board.announce(ChuteRegistry.known(state, job.chuteId()), free, false);
        return ran;
    }

    /** A miner enters the race for it: once each, fifteen at most. */
    void race(PlatformState state, String hotkey, String chuteId, String jobId) {
        Job job = state.jobs().get(jobId);
        if (job == null || !job.chuteId().equals(chuteId)) {
            throw new Refusal(404, "Job not found: " + jobId);
        }
        if (job.minerHistory().contains(hotkey)) {
            throw new Refusal(403, "Your hotkey has already attempted job " + jobId);
        }
        if (!job.waiting()) {
            throw new Refusal(409, "Job " + jobId + " is taken already");
        }
        if (job.minerHistory().size() >= MOST_RACERS) {
            throw new Refusal(423, "Job " + jobId + " is being raced for by " + MOST_RACERS + " miners already");
        }
        state.jobs().put(jobId, job.changed(clock.instant(), draft -> {
            draft.minerHistory = new ArrayList<>(job.minerHistory());
            draft.minerHistory.add(hotkey);
        }));
    }

    /** Refuses with 409 when another claim was first. */
    void checkFree(PlatformState state, String jobId) {
        if (!known(state, jobId).waiting()) {
            throw new Refusal(409, "Job " + jobId + " was claimed by another miner");
        }
    }

    void claimed(PlatformState state, String jobId, Instance instance) {
        change(state, jobId, draft -> {
            draft.minerHotkey = instance.minerHotkey();
            draft.instanceId = instance.instanceId();
        });
    }

    void started(PlatformState state, String jobId) {
        change(state, jobId, draft -> {
            draft.active = true;
            draft.startedAt = clock.instant();
        });
    }

    /** Its miner ended the pod: the job failed, and the miner is to blame. */
    void minerGone(PlatformState state, Instance instance) {
        jobOf(state, instance).ifPresent(job -> end(state, job, Status.ERROR, "terminated by its miner", true));
    }

    /** The platform ended the pod, or gave it up: the job failed. */
    void instanceGone(PlatformState state, Instance instance, EndReason reason) {
        jobOf(state, instance).ifPresent(job -> {
            end(state, job, Status.ERROR, reason.text(), false);
            if (reason == EndReason.WATCHTOWER) {
                announcer.broadcast("job_deleted", Map.of("instance_id", instance.instanceId(), "job_id", job.jobId()));
            }
        });
    }

    /** A claim that failed after it won leaves the job to the others. */
    void unclaimed(PlatformState state, Instance instance) {
        jobOf(state, instance)
                .ifPresent(job -> change(state, job.jobId(), draft -> {
                    draft.minerHotkey = null;
                    draft.instanceId = null;
                }));
    }

    Job change(PlatformState state, String jobId, Consumer<Job.Draft> change) {
        Job changed = known(state, jobId).changed(clock.instant(), change);
        state.jobs().put(jobId, changed);
        return changed;
    }

    static Job known(PlatformState state, String jobId) {
        Job job = state.jobs().get(jobId);
        if (job == null) {
            throw new Refusal(404, "Job not found: " + jobId);
        }
        return job;
    }

    Job end(PlatformState state, Job job, Status status, String detail, boolean byMiner) {
        Job ended = ended(job, clock.instant(), status, detail, byMiner);
        state.jobs().put(job.jobId(), ended);
        return ended;
    }

    static Job ended(Job job, Instant at, Status status, String detail, boolean byMiner) {
        return job.changed(at, draft -> {
            draft.status = status;
            draft.active = false;
            draft.errorDetail = status == Status.COMPLETE ? null : detail;
            draft.minerTerminated = byMiner;
            draft.finishedAt = at;
        });
    }

    private static Optional<Job> jobOf(PlatformState state, Instance instance) {
        return Optional.ofNullable(instance.jobId())
                .map(state.jobs()::get)
                .filter(job -> !job.status().over() && instance.instanceId().equals(job.instanceId()));
    }
}
