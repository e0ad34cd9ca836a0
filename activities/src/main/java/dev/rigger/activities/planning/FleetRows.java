package dev.rigger.activities.planning;

import dev.rigger.inventory.Chute;
import dev.rigger.inventory.ChutePin;
import dev.rigger.inventory.Demand;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.NodeState;
import dev.rigger.inventory.OpenJob;
import dev.rigger.inventory.SeenInstance;
import dev.rigger.inventory.Server;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.workflows.deployment.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of the inventory in the planner's words. */
final class FleetRows {

    /**
     * Our copies of one chute.
     *
     * @param active those that serve
     * @param known those that the validator knows of, whether they serve or not
     */
    record Ours(int active, int known) {
        static final Ours NONE = new Ours(0, 0);

        static Ours of(FleetSnapshot.Deployment copy) {
            boolean active = copy.stage() == Stage.ACTIVE;
            return copy.job() ? NONE : new Ours(active ? 1 : 0, active || copy.stage() == Stage.STARTING ? 1 : 0);
        }

        Ours and(Ours more) {
            return new Ours(active + more.active, known + more.known);
        }
    }

    private static final String READY = "READY";
    private static final FleetSnapshot.Demand NO_FURTHER = new FleetSnapshot.Demand(false, null, 0, 0, 0);

    private FleetRows() {}

    static FleetSnapshot.Server server(
            Server server,
            List<Gpu> gpus,
            Health health,
            @Nullable Integer freeDiskGib,
            @Nullable Instant quarantinedUntil,
            List<String> cached) {
        return new FleetSnapshot.Server(
                server.serverId(),
                server.name(),
                server.state().equals(READY) && NodeState.of(server.status()) != NodeState.CORDONED,
                server.locked(),
                server.isTee(),
                server.hourlyCost(),
                health,
                new FleetSnapshot.Shares(server.cpuPerGpu(), server.memoryPerGpu(), freeDiskGib),
                quarantinedUntil,
                gpus.stream()
                        .map(gpu -> new FleetSnapshot.Gpu(
                                gpu.gpuId(), gpu.modelShortRef(), gpu.verified(), gpu.deploymentId()))
                        .toList(),
                cached);
    }

    /**
     * A chute of which the validator never said what it is worth counts as worth 1, without a bounty.
     *
     * @param gone whether its validator, asked for it, no longer knows it: nothing of it is launched any more
     */
    static FleetSnapshot.Chute chute(
            Chute chute, Optional<Demand> demand, boolean gone, Ours ours, Optional<ChutePin> pin, Instant now) {
        return new FleetSnapshot.Chute(
                chute.chuteId(),
                Optional.ofNullable(chute.name()).orElse(chute.chuteId()),
                chute.version(),
                chute.supportedGpus(),
                chute.gpuCount(),
                chute.tee(),
                chute.banReason() != null,
                chute.jobOnly(),
                chute.open(),
                FleetSnapshot.Worth.steady(
                        demand.map(Demand::effectiveMultiplier).orElse(1.0)),
                pin.map(ChutePin::copies).orElse(null),
                gone ? NO_FURTHER : demand.map(d -> demand(d, ours)).orElse(null),
                FleetSnapshot.Needs.DEFAULTS,
                gone ? null : demand.map(d -> bounty(d, now)).orElse(null),
                pin.map(ChutePin::serverIds).orElse(List.of()));
    }

    /**
     * Empty for what is over. {@code makingRoom} are those that end soon, although nobody wrote it down yet; {@code pinned} those
     * that nobody may take away: by the operator's wish, or while their chute goes from one version to the next.
     */
    static Optional<FleetSnapshot.Deployment> deployment(
            Deployment row, boolean makingRoom, boolean pinned, Optional<SeenInstance> seen, Optional<OpenJob> job) {
        return stage(row)
                .map(stage -> new FleetSnapshot.Deployment(
                        row.deploymentId(),
                        row.chuteId(),
                        row.version(),
                        row.serverId(),
                        makingRoom ? Stage.ENDING : stage,
                        row.jobId() != null,
                        row.preemptible(),
                        pinned,
                        seen.map(SeenInstance::multiplier).orElse(null),
                        job.map(FleetRows::diskGib).orElse(FleetSnapshot.Needs.DEFAULTS.diskGib()),
                        row.createdAt(),
                        row.activatedAt()));
    }

    /** Ours are counted as they are now, others' as the validator listed them. */
    private static FleetSnapshot.Demand demand(Demand demand, Ours ours) {
        return new FleetSnapshot.Demand(
                demand.scalable(),
                demand.target(),
                demand.othersActive() + ours.active(),
                demand.othersLive() + ours.known(),
                demand.utilisation());
    }

    /** A job of which the validator does not say what it is worth counts as worth a copy of its chute. */
    static FleetSnapshot.JobOffer job(OpenJob job, Optional<Demand> demand) {
        Double multiplier = job.multiplier();
        return new FleetSnapshot.JobOffer(
                job.jobId(),
                job.chuteId(),
                multiplier == null ? demand.map(Demand::effectiveMultiplier).orElse(1.0) : multiplier,
                diskGib(job));
    }

    private static int diskGib(OpenJob job) {
        return job.diskGb() > 0 ? Math.toIntExact(job.diskGb()) : FleetSnapshot.Needs.DEFAULTS.diskGib();
    }

    private static FleetSnapshot.@Nullable Bounty bounty(Demand demand, Instant now) {
        Instant until = demand.bountyUntil();
        return until != null && until.isAfter(now)
                ? new FleetSnapshot.Bounty(demand.bountyAmount(), demand.bountyBoost(), null)
                : null;
    }

    private static Optional<Stage> stage(Deployment row) {
        return switch (Phase.valueOf(row.phase())) {
            case ORDERED, RESERVED, GRANTED, CREATED, CLAIMED, VERIFIED ->
                Optional.of(row.instanceId() == null ? Stage.PENDING : Stage.STARTING);
            case ACTIVE -> Optional.of(Stage.ACTIVE);
            case DRAINING, HELD -> Optional.of(Stage.ENDING);
            case GONE, REFUSED -> Optional.empty();
        };
    }
}
