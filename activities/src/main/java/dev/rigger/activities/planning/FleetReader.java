package dev.rigger.activities.planning;

import static java.util.stream.Collectors.groupingBy;

import dev.rigger.inventory.Backoffs;
import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demand;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.PlannedLaunch;
import dev.rigger.inventory.Plans;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.deployment.Phase;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a validator's fleet from the inventory, one query a table. */
@Singleton
final class FleetReader {

    private static final String READY = "READY";

    private final Servers servers;
    private final Gpus gpus;
    private final Chutes chutes;
    private final Demands demands;
    private final Deployments deployments;
    private final Backoffs backoffs;
    private final Plans plans;
    private final Periods periods;

    FleetReader(
            Servers servers,
            Gpus gpus,
            Chutes chutes,
            Demands demands,
            Deployments deployments,
            Backoffs backoffs,
            Plans plans,
            Periods periods) {
        this.servers = servers;
        this.gpus = gpus;
        this.chutes = chutes;
        this.demands = demands;
        this.deployments = deployments;
        this.backoffs = backoffs;
        this.plans = plans;
        this.periods = periods;
    }

    /**
     * The fleet now. Orders are read before deployments and those before GPUs, in the order in which a launch moves through
     * them, so that none is missed on its way.
     */
    FleetSnapshot read(String validator, Instant now) {
        List<PlannedLaunch> open = plans.open(now.minus(periods.launchLost()));
        List<Deployment> copies = deployments.ofValidator(validator);
        Map<String, List<Gpu>> gpusByServer =
                gpus.withoutDeviceInfo(validator).stream().collect(groupingBy(Gpu::serverId));
        Map<String, Demand> demandByChute =
                demands.ofValidator(validator).stream().collect(Collectors.toMap(Demand::chuteId, Function.identity()));
        return new FleetSnapshot(
                now,
                servers.ofValidator(validator).stream()
                        .map(server -> server(server, gpusByServer.getOrDefault(server.serverId(), List.of())))
                        .toList(),
                chutes.withoutCode(validator).stream()
                        .map(chute -> chute(chute, Optional.ofNullable(demandByChute.get(chute.chuteId())), now))
                        .toList(),
                copies.stream().flatMap(copy -> deployment(copy).stream()).toList(),
                backoffs.active(now).stream()
                        .map(b -> new FleetSnapshot.BackOff(b.subject(), b.reason(), b.until()))
                        .toList(),
                withoutReserved(open, copies));
    }

    private static List<FleetSnapshot.OpenLaunch> withoutReserved(List<PlannedLaunch> open, List<Deployment> copies) {
        List<String> reserved = copies.stream().map(Deployment::deploymentId).toList();
        List<FleetSnapshot.OpenLaunch> launches = new ArrayList<>();
        for (PlannedLaunch launch : open) {
            if (!reserved.contains(launch.deploymentId())) {
                launches.add(new FleetSnapshot.OpenLaunch(
                        launch.deploymentId(), launch.chuteId(), launch.serverId(), launch.gpuIds()));
            }
        }
        return launches;
    }

    private static FleetSnapshot.Server server(Server server, List<Gpu> gpus) {
        return new FleetSnapshot.Server(
                server.serverId(),
                server.name(),
                server.state().equals(READY),
                server.locked(),
                server.isTee(),
                server.hourlyCost(),
                new FleetSnapshot.Shares(server.cpuPerGpu(), server.memoryPerGpu(), null),
                gpus.stream()
                        .map(gpu -> new FleetSnapshot.Gpu(
                                gpu.gpuId(), gpu.modelShortRef(), gpu.verified(), gpu.deploymentId()))
                        .toList());
    }

    /** A chute of which the validator never said what it is worth counts as worth 1, wanted, without a bounty. */
    private static FleetSnapshot.Chute chute(Chute chute, Optional<Demand> demand, Instant now) {
        return new FleetSnapshot.Chute(
                chute.chuteId(),
                Optional.ofNullable(chute.name()).orElse(chute.chuteId()),
                chute.version(),
                chute.supportedGpus(),
                chute.gpuCount(),
                chute.tee(),
                chute.banReason() != null,
                chute.jobOnly(),
                demand.map(Demand::effectiveMultiplier).orElse(1.0),
                demand.map(Demand::scalable).orElse(true),
                null,
                FleetSnapshot.Needs.DEFAULTS,
                demand.map(d -> bounty(d, now)).orElse(null));
    }

    private static FleetSnapshot.@Nullable Bounty bounty(Demand demand, Instant now) {
        Instant until = demand.bountyUntil();
        return until != null && until.isAfter(now)
                ? new FleetSnapshot.Bounty(demand.bountyAmount(), demand.bountyBoost())
                : null;
    }

    private static Optional<FleetSnapshot.Deployment> deployment(Deployment row) {
        return stage(Phase.valueOf(row.phase()))
                .map(stage -> new FleetSnapshot.Deployment(
                        row.deploymentId(),
                        row.chuteId(),
                        row.version(),
                        row.serverId(),
                        stage,
                        row.jobId() != null,
                        row.preemptible(),
                        row.createdAt(),
                        row.activatedAt()));
    }

    private static Optional<FleetSnapshot.Stage> stage(Phase phase) {
        return switch (phase) {
            case ORDERED, RESERVED, GRANTED, CREATED, CLAIMED, VERIFIED -> Optional.of(FleetSnapshot.Stage.PENDING);
            case ACTIVE -> Optional.of(FleetSnapshot.Stage.ACTIVE);
            case DRAINING, HELD -> Optional.of(FleetSnapshot.Stage.ENDING);
            case GONE, REFUSED -> Optional.empty();
        };
    }
}
