package dev.rigger.devnet.validator.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.Job.Status;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Jobs as their users want them: made, told to every miner, looked at, cancelled. */
public final class JobBoard {
    private static final int MOST_OPEN = 100;
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

    /** The user does not want it any more. What runs of it is stopped by whoever asks for this. */
    public Job cancel(String jobId) {
        return ledger.change(state -> {
            Job job = JobRuns.known(state, jobId);
            if (job.status().over()) {
                return job;
            }
            Job cancelled = JobRuns.ended(job, clock.instant(), Status.CANCELLED, Job.STOPPED_BY_ITS_USER, false);
            state.jobs().put(jobId, cancelled);
            return cancelled;
        });
    }

    /** Its pod could not be told that the job is not wanted any more. */
    public void tellDeleted(Job job) {
        if (job.instanceId() != null) {
            announcer.broadcast("job_deleted", Map.of("instance_id", job.instanceId(), "job_id", job.jobId()));
        }
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
    void announce(ChuteDefinition chute, Job job, boolean withDisk) {
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
}
