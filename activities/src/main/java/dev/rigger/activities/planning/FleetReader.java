package dev.rigger.activities.planning;

import static java.util.stream.Collectors.groupingBy;

import dev.rigger.activities.planning.FleetRows.Ours;
import dev.rigger.inventory.Backoff;
import dev.rigger.inventory.Backoffs;
import dev.rigger.inventory.ChutePin;
import dev.rigger.inventory.ChutePins;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demand;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.DeploymentPin;
import dev.rigger.inventory.DeploymentPins;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Finding;
import dev.rigger.inventory.Findings;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.OpenJob;
import dev.rigger.inventory.OpenJobs;
import dev.rigger.inventory.PlannedLaunch;
import dev.rigger.inventory.Plans;
import dev.rigger.inventory.RollingUpdate;
import dev.rigger.inventory.RollingUpdates;
import dev.rigger.inventory.SeenInstance;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.ServerDisk;
import dev.rigger.inventory.ServerDisks;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.Sightings;
import dev.rigger.placement.BidPrice;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Effort;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.Limits;
import dev.rigger.placement.ScoringRules;
import dev.rigger.settings.Periods;
import io.micronaut.transaction.TransactionDefinition.Isolation;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.DefaultTransactionDefinition;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a validator's fleet from the inventory as it was at one moment: one transaction, one query a table. */
@Singleton
final class FleetReader {

    private final TransactionOperations<Connection> transactions;
    private final Servers servers;
    private final Gpus gpus;
    private final Chutes chutes;
    private final Demands demands;
    private final Deployments deployments;
    private final Backoffs backoffs;
    private final Plans plans;
    private final ServerHealth health;
    private final Experiences experiences;
    private final RollingUpdates rollingUpdates;
    private final Sightings sightings;
    private final ChutePins chutePins;
    private final DeploymentPins deploymentPins;
    private final OpenJobs jobs;
    private final ServerDisks disks;
    private final Findings findings;
    private final Periods periods;

    FleetReader(
            TransactionOperations<Connection> transactions,
            Servers servers,
            Gpus gpus,
            Chutes chutes,
            Demands demands,
            Deployments deployments,
            Backoffs backoffs,
            Plans plans,
            ServerHealth health,
            Experiences experiences,
            RollingUpdates rollingUpdates,
            Sightings sightings,
            ChutePins chutePins,
            DeploymentPins deploymentPins,
            OpenJobs jobs,
            ServerDisks disks,
            Findings findings,
            Periods periods) {
        this.transactions = transactions;
        this.servers = servers;
        this.gpus = gpus;
        this.chutes = chutes;
        this.demands = demands;
        this.deployments = deployments;
        this.backoffs = backoffs;
        this.plans = plans;
        this.health = health;
        this.experiences = experiences;
        this.rollingUpdates = rollingUpdates;
        this.sightings = sightings;
        this.chutePins = chutePins;
        this.deploymentPins = deploymentPins;
        this.jobs = jobs;
        this.disks = disks;
        this.findings = findings;
        this.periods = periods;
    }

    /** The fleet now, to be decided on by these rules and limits, and with the bid prices of the plan before. */
    FleetSnapshot read(String validator, Instant now, ScoringRules rules, Limits limits, List<BidPrice> bidPrices) {
        DefaultTransactionDefinition oneMoment = new DefaultTransactionDefinition();
        oneMoment.setIsolationLevel(Isolation.REPEATABLE_READ);
        oneMoment.setReadOnly(true);
        return transactions.execute(oneMoment, status -> snapshot(validator, now, rules, limits, bidPrices));
    }

    private FleetSnapshot snapshot(
            String validator, Instant now, ScoringRules rules, Limits limits, List<BidPrice> bidPrices) {
        Experience experience = experiences.of(validator, now);
        List<Server> rows = servers.ofValidator(validator);
        Map<String, List<Gpu>> gpusByServer =
                gpus.withoutDeviceInfo(validator).stream().collect(groupingBy(Gpu::serverId));
        List<Deployment> copies = deployments.ofValidator(validator);
        List<OpenLaunch> open = open(copies);
        Set<String> leaving = makingRoom(validator, open, gpusByServer);
        Set<String> pinned =
                deploymentPins.all().stream().map(DeploymentPin::deploymentId).collect(Collectors.toSet());
        Map<String, ChutePin> pins =
                chutePins.all().stream().collect(Collectors.toMap(ChutePin::chuteId, Function.identity()));
        Set<String> changing = rollingUpdates.ofValidator(validator).stream()
                .map(RollingUpdate::chuteId)
                .collect(Collectors.toSet());
        List<Demand> wanted = demands.ofValidator(validator);
        Set<String> gone = findings.ofValidator(Findings.holderOfChutes(validator)).stream()
                .map(Finding::subject)
                .collect(Collectors.toSet());
        Map<String, Demand> demandByChute =
                wanted.stream().collect(Collectors.toMap(Demand::chuteId, Function.identity()));
        Map<String, SeenInstance> instances = sightings.instances(validator).stream()
                .collect(Collectors.toMap(SeenInstance::instanceId, Function.identity()));
        Map<String, OpenJob> running = running(validator, copies);
        List<FleetSnapshot.Deployment> deployed = copies.stream()
                .flatMap(copy -> FleetRows.deployment(
                        copy,
                        leaving.contains(copy.deploymentId()),
                        changing.contains(copy.chuteId()) || pinned.contains(copy.deploymentId()),
                        Optional.ofNullable(copy.instanceId()).map(instances::get),
                        Optional.ofNullable(copy.jobId()).map(running::get))
                        .stream())
                .toList();
        Map<String, Ours> ours =
                deployed.stream().collect(Collectors.toMap(FleetSnapshot.Deployment::chuteId, Ours::of, Ours::and));
        return new FleetSnapshot(
                now,
                Effort.DEFAULT,
                rules,
                limits,
                wanted.stream().map(Demand::seenAt).max(Instant::compareTo).orElse(null),
                servers(validator, rows, gpusByServer, deployed, experience, now),
                chutes.withoutCode(validator).stream()
                        // The validator runs chutes without GPUs by itself.
                        .filter(chute -> chute.gpuCount() > 0)
                        .map(chute -> FleetRows.chute(
                                chute,
                                Optional.ofNullable(demandByChute.get(chute.chuteId())),
                                gone.contains(chute.chuteId()),
                                ours.getOrDefault(chute.chuteId(), Ours.NONE),
                                Optional.ofNullable(pins.get(chute.chuteId())),
                                now))
                        .toList(),
                deployed,
                backOffs(now, rows),
                open,
                experience.learned(bidPrices),
                jobs.offered(validator).stream()
                        .map(job -> FleetRows.job(job, Optional.ofNullable(demandByChute.get(job.chuteId()))))
                        .toList());
    }

    /** Jobs that copies of ours run, by id. */
    private Map<String, OpenJob> running(String validator, List<Deployment> copies) {
        return copies.stream().allMatch(copy -> copy.jobId() == null)
                ? Map.of()
                : jobs.ofValidator(validator).stream().collect(Collectors.toMap(OpenJob::jobId, Function.identity()));
    }

    private List<FleetSnapshot.Server> servers(
            String validator,
            List<Server> rows,
            Map<String, List<Gpu>> gpusByServer,
            List<FleetSnapshot.Deployment> deployed,
            Experience experience,
            Instant now) {
        Map<String, FleetSnapshot.Health> healthOf = health.of(validator, rows, now);
        Map<String, List<String>> cached = experience.cachedByServer();
        Map<String, Instant> quarantined = experience.quarantined(now);
        Map<String, Integer> freeDisk = freeDisk(validator, deployed);
        return rows.stream()
                .map(row -> FleetRows.server(
                        row,
                        gpusByServer.getOrDefault(row.serverId(), List.of()),
                        healthOf.getOrDefault(row.serverId(), FleetSnapshot.Health.FRESH),
                        freeDisk.get(row.serverId()),
                        quarantined.get(row.serverId()),
                        cached.getOrDefault(row.serverId(), List.of())))
                .toList();
    }

    /** What was free when the nodes were looked at, less what copies take that had no pod to be seen by then. */
    private Map<String, Integer> freeDisk(String validator, List<FleetSnapshot.Deployment> deployed) {
        Map<String, List<FleetSnapshot.Deployment>> onServer =
                deployed.stream().collect(groupingBy(FleetSnapshot.Deployment::serverId));
        Map<String, Integer> free = new HashMap<>();
        for (ServerDisk disk : disks.ofValidator(validator)) {
            Instant surelySeen = disk.seenAt().minus(periods.newRowGrace());
            int taken = onServer.getOrDefault(disk.serverId(), List.of()).stream()
                    .filter(copy -> copy.createdAt().isAfter(surelySeen))
                    .mapToInt(FleetSnapshot.Deployment::diskGib)
                    .sum();
            free.put(disk.serverId(), Math.max(0, disk.freeGib() - taken));
        }
        return free;
    }

    /** Orders of earlier plans that are not reserved yet. */
    private List<OpenLaunch> open(List<Deployment> copies) {
        Set<String> reserved = copies.stream().map(Deployment::deploymentId).collect(Collectors.toSet());
        return plans.open().stream()
                .filter(launch -> !reserved.contains(launch.deploymentId()))
                .map(FleetReader::open)
                .toList();
    }

    private static OpenLaunch open(PlannedLaunch launch) {
        return new OpenLaunch(
                launch.deploymentId(), launch.chuteId(), launch.serverId(), launch.gpuIds(), launch.jobId());
    }

    /** Deployments whose GPUs are promised to others, by a hold or by an order that is on its way. */
    private Set<String> makingRoom(String validator, List<OpenLaunch> open, Map<String, List<Gpu>> gpusByServer) {
        Set<String> leaving = new HashSet<>(gpus.ownersMakingRoom(validator));
        Set<String> promised =
                open.stream().flatMap(launch -> launch.gpuIds().stream()).collect(Collectors.toSet());
        gpusByServer.values().stream()
                .flatMap(List::stream)
                .filter(gpu -> gpu.deploymentId() != null && promised.contains(gpu.gpuId()))
                .map(Gpu::deploymentId)
                .forEach(leaving::add);
        return leaving;
    }

    private List<BackOff> backOffs(Instant now, List<Server> rows) {
        Set<String> serverIds = rows.stream().map(Server::serverId).collect(Collectors.toSet());
        return backoffs.active(now).stream()
                .map(row -> backOff(row, serverIds.contains(row.subject())))
                .toList();
    }

    private static BackOff backOff(Backoff row, boolean ofServer) {
        if (!row.onServer().equals(Backoff.EVERYWHERE)) {
            return new BackOff(row.subject(), row.onServer(), row.reason(), row.until());
        }
        return ofServer
                ? BackOff.ofServer(row.subject(), row.reason(), row.until())
                : BackOff.ofChute(row.subject(), row.reason(), row.until());
    }
}
