package dev.rigger.devnet.validator.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.Job.Status;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Jobs from the user's wish to their end: raced for by miners, taken by the first claim, given back by whoever cannot, ended
 * with the pod that ran them.
 */
public final class JobBoard {
    private static final int MOST_OPEN = 100;
    private static final int MOST_RACERS = 15;
    private static final int LEAST_DISK_GB = 10;
    private static final int MOST_DISK_GB = 1000;
    private static final double SCARCE_GPU_FACTOR = 16;

    private final Ledger ledger;
    private final GpuCatalogue catalogue;
    private final Announcer announcer;
    private final ProtocolRules.Wire wire;
    private final InstantSource clock;

    JobBoard(Ledger ledger, GpuCatalogue catalogue, Announcer announcer, ProtocolRules.Wire wire, InstantSource clock) {
        this.ledger = ledger;
        this.catalogue = catalogue;
        this.announcer = announcer;
        this.wire = wire;
        this.clock = clock;
    }

    public List<Job> all() {
        return ledger.read(state -> List.copyOf(state.jobs().values()));
    }

    public Optional<Job> byId(String jobId) {
        return ledger.read(state -> Optional.ofNullable(state.jobs().get(jobId)));
    }

    /** A user's wish; every miner is told. */
    public Job create(String userId, String chuteId, String method, JsonNode arguments) {
        return ledger.change(state -> {
            ChuteDefinition chute = ChuteRegistry.known(state, chuteId);
            if (chute.jobs().stream().noneMatch(job -> job.name().equals(method))) {
                throw new Refusal(404, "Chute " + chuteId + " has no job " + method);
            }
            int disk = arguments.path("_disk_gb").asInt(LEAST_DISK_GB);
            if (disk < LEAST_DISK_GB || disk > MOST_DISK_GB) {
                throw new Refusal(400, "_disk_gb must be between " + LEAST_DISK_GB + " and " + MOST_DISK_GB);
            }
            if (state.jobs().values().stream()
                            .filter(job -> !job.status().over())
                            .count()
                    >= MOST_OPEN) {
                throw new Refusal(429, "You have " + MOST_OPEN + " jobs already: wait until one has ended.");
            }
            Job job = job(userId, chute, method, arguments);
            state.jobs().put(job.jobId(), job);
            announce(chute, job, true);
            return job;
        });
    }

    /** The user does not want it any more. */
    public Job cancel(String jobId) {
        return ledger.change(state -> {
            Job job = known(state, jobId);
            if (job.status().over()) {
                return job;
            }
            Job cancelled = end(state, job, Status.CANCELLED, "cancelled by its user", false);
            if (job.instanceId() != null) {
                announcer.broadcast("job_deleted", Map.of("instance_id", job.instanceId(), "job_id", jobId));
            }
            return cancelled;
        });
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
        announce(ChuteRegistry.known(state, job.chuteId()), free, false);
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

    Job change(PlatformState state, String jobId, java.util.function.Consumer<Job.Draft> change) {
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
        return change(state, job.jobId(), draft -> {
            draft.status = status;
            draft.active = false;
            draft.errorDetail = status == Status.COMPLETE ? null : detail;
            draft.minerTerminated = byMiner;
            draft.finishedAt = clock.instant();
        });
    }

    private Job job(String userId, ChuteDefinition chute, String method, JsonNode arguments) {
        double base = catalogue.multiplierOf(chute.supportedGpus(), chute.gpuCount());
        boolean scarce = chute.supportedGpus().equals(List.of("h200"));
        return new Job(
                UUID.randomUUID().toString(),
                userId,
                chute.chuteId(),
                chute.version(),
                chute.chutesVersion(),
                method,
                arguments,
                chute.gpuCount(),
                scarce ? base * SCARCE_GPU_FACTOR : base,
                clock.instant(),
                Status.PENDING,
                null,
                null,
                false,
                false,
                List.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                clock.instant());
    }

    /** @param withDisk the platform leaves the disk out when it announces a job again */
    private void announce(ChuteDefinition chute, Job job, boolean withDisk) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("job_id", job.jobId());
        data.put("method", job.method());
        data.put("chute_id", job.chuteId());
        data.put("image_id", chute.imageId());
        data.put("gpu_count", job.gpuCount());
        data.put("compute_multiplier", job.multiplier());
        data.put("exclude", job.minerHistory());
        if (withDisk) {
            data.put("disk_gb", job.diskGb());
        }
        if (wire.jobNamesComputeType()) {
            data.put("compute_type", chute.computeType());
        }
        announcer.broadcast("job_created", data);
    }

    private static Optional<Job> jobOf(PlatformState state, Instance instance) {
        return Optional.ofNullable(instance.jobId())
                .map(state.jobs()::get)
                .filter(job -> !job.status().over() && instance.instanceId().equals(job.instanceId()));
    }
}
