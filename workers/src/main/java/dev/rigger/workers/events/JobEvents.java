package dev.rigger.workers.events;

import dev.rigger.activities.temporal.RunningDeployments;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.inventory.OpenJob;
import dev.rigger.inventory.OpenJobs;
import dev.rigger.settings.MinerSettings;
import dev.rigger.workflows.chute.ChuteChange;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.fleet.FleetWake;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code job_created}, to whoever plans, and {@code job_deleted}, to the deployment that runs the job. The platform says {@code
 * exclude} where its older miners expect {@code excluded}, and leaves out the disk when it announces a job again.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
final class JobEvents implements EventHandler {
    private static final String CREATED = "job_created";
    private static final String DELETED = "job_deleted";
    private static final String WITHOUT_GPUS = "cpu";
    private static final long MOST_GPUS = 64;
    private static final long MOST_DISK_GB = 1_000_000;

    private final OpenJobs jobs;
    private final Chutes chutes;
    private final Deployments deployments;
    private final RunningDeployments running;
    private final Owners owners;
    private final MinerSettings miner;

    JobEvents(
            OpenJobs jobs,
            Chutes chutes,
            Deployments deployments,
            RunningDeployments running,
            Owners owners,
            MinerSettings miner) {
        this.jobs = jobs;
        this.chutes = chutes;
        this.deployments = deployments;
        this.running = running;
        this.owners = owners;
        this.miner = miner;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(CREATED, DELETED);
    }

    @Override
    public Delivery handle(InboxEvent event, EventData data) {
        return event.reason().equals(CREATED) ? created(event, data) : deleted(event, data);
    }

    private Delivery created(InboxEvent event, EventData data) {
        String chuteId = data.required("chute_id");
        if (data.optional("compute_type").filter(WITHOUT_GPUS::equals).isPresent()) {
            return new Delivery.Delivered("the validator runs jobs without GPUs by itself");
        }
        boolean excluded = Stream.of("exclude", "excluded")
                .flatMap(field -> data.list(field).stream())
                .anyMatch(miner.ss58()::equals);
        jobs.announce(offer(event, data, chuteId, excluded));
        if (excluded) {
            return new Delivery.Delivered("the validator will not have it from us: our hotkey is excluded");
        }
        if (chutes.known(chuteId).isEmpty()) {
            // We missed its creation: once it is known, its owner wakes the fleet.
            owners.changeChute(
                    event.validator(), chuteId, new ChuteChange(ChuteChange.Kind.CREATED, event.eventKey(), null));
            return Delivery.DONE;
        }
        owners.wakeFleet(event.validator(), new FleetWake(FleetWake.Kind.JOB_OFFERED, event.eventKey(), chuteId));
        return Delivery.DONE;
    }

    private Delivery deleted(InboxEvent event, EventData data) {
        String jobId = data.required("job_id");
        Optional<Deployment> row = deployments.byJobId(jobId);
        jobs.withdraw(event.validator(), jobId);
        if (row.isEmpty()) {
            return new Delivery.Delivered("no deployment of ours runs that job");
        }
        running.tellOrRevive(row.get(), workflow -> workflow.terminate(Reason.JOB_DELETED));
        return Delivery.DONE;
    }

    private static OpenJob offer(InboxEvent event, EventData data, String chuteId, boolean excluded) {
        double multiplier = data.fraction("compute_multiplier", -1);
        return new OpenJob(
                data.required("job_id"),
                event.validator(),
                chuteId,
                null,
                (int) Math.clamp(data.number("gpu_count", 1), 1, MOST_GPUS),
                Math.clamp(data.number("disk_gb", 0), 0, MOST_DISK_GB),
                excluded,
                event.receivedAt(),
                event.receivedAt(),
                data.optional("method").orElse(null),
                multiplier < 0 ? null : multiplier);
    }
}
