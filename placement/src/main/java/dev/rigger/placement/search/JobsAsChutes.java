package dev.rigger.placement.search;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.JobOffer;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Worth;
import dev.rigger.placement.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Lets a planner of chutes decide on jobs: each job that waits stands in the snapshot as a chute of its own, of which one copy
 * is wanted, and its launch is told as the job's. How many copies of the job's own chute are wanted, and that one of them
 * was refused, says nothing of its jobs; that it failed on a server does.
 */
final class JobsAsChutes {
    private static final String PREFIX = "job/";
    private static final Demand ONE = new Demand(true, 1, 0, 0, 0);

    private final FleetSnapshot snapshot;
    private final Map<String, Chute> chutes = new HashMap<>();
    /** Jobs of known chutes, by the id of their stand-in. */
    private final Map<String, JobOffer> jobs = new LinkedHashMap<>();

    private JobsAsChutes(FleetSnapshot snapshot) {
        this.snapshot = snapshot;
        Set<String> taken = taken(snapshot);
        snapshot.chutes().forEach(chute -> chutes.put(chute.chuteId(), chute));
        for (JobOffer job : snapshot.jobs()) {
            if (chutes.containsKey(job.chuteId()) && !taken.contains(job.jobId())) {
                jobs.put(PREFIX + job.jobId(), job);
            }
        }
    }

    /** @param ofChutes decides on a snapshot without jobs */
    static Plan plan(FleetSnapshot snapshot, Function<FleetSnapshot, Plan> ofChutes) {
        if (snapshot.jobs().isEmpty()) {
            return ofChutes.apply(snapshot);
        }
        JobsAsChutes standIns = new JobsAsChutes(snapshot);
        return standIns.told(ofChutes.apply(standIns.withoutJobs()));
    }

    private static Set<String> taken(FleetSnapshot snapshot) {
        Set<String> taken = new HashSet<>();
        for (OpenLaunch launch : snapshot.openLaunches()) {
            String jobId = launch.jobId();
            if (jobId != null) {
                taken.add(jobId);
            }
        }
        return taken;
    }

    private FleetSnapshot withoutJobs() {
        List<Chute> all = new ArrayList<>(snapshot.chutes());
        jobs.forEach((id, job) -> all.add(standIn(id, job)));
        return new FleetSnapshot(
                snapshot.takenAt(),
                snapshot.effort(),
                snapshot.rules(),
                snapshot.limits(),
                snapshot.demandSeenAt(),
                snapshot.servers().stream().map(this::knowingJobs).toList(),
                all,
                snapshot.deployments(),
                backOffs(),
                snapshot.openLaunches(),
                snapshot.learned());
    }

    private Chute standIn(String id, JobOffer job) {
        Chute chute = chuteOf(job);
        return new Chute(
                id,
                "a job of " + chute.name(),
                chute.version(),
                chute.supportedGpus(),
                chute.gpuCount(),
                chute.tee(),
                chute.banned(),
                false,
                true,
                Worth.steady(job.worth()),
                null,
                ONE,
                new Needs(chute.needs().cpusPerGpu(), chute.needs().memoryGibPerGpu(), job.diskGib()),
                null,
                chute.pinnedTo());
    }

    /** What a chute left on a server serves its jobs too. */
    private Server knowingJobs(Server server) {
        List<String> cached = new ArrayList<>(server.cachedChutes());
        jobs.forEach((id, job) -> {
            if (server.cachedChutes().contains(job.chuteId())) {
                cached.add(id);
            }
        });
        return cached.size() == server.cachedChutes().size()
                ? server
                : new Server(
                        server.serverId(),
                        server.name(),
                        server.ready(),
                        server.locked(),
                        server.tee(),
                        server.hourlyCost(),
                        server.health(),
                        server.shares(),
                        server.quarantinedUntil(),
                        server.gpus(),
                        cached);
    }

    private List<BackOff> backOffs() {
        List<BackOff> all = new ArrayList<>(snapshot.backOffs());
        for (BackOff backOff : snapshot.backOffs()) {
            if (backOff.serverId() != null && backOff.chuteId() != null) {
                jobs.forEach((id, job) -> {
                    if (job.chuteId().equals(backOff.chuteId())) {
                        all.add(new BackOff(id, backOff.serverId(), backOff.reason(), backOff.until()));
                    }
                });
            }
        }
        return all;
    }

    private Plan told(Plan plan) {
        return new Plan(
                plan.madeFor(),
                plan.policy(),
                plan.actions().stream().map(this::told).toList(),
                plan.verdicts().stream()
                        .filter(verdict -> !jobs.containsKey(verdict.chuteId()))
                        .toList(),
                plan.quality(),
                plan.bidPrices());
    }

    private Action told(Action action) {
        return switch (action) {
            case Action.Launch launch -> told(launch);
            case Action.Evict evict
            when jobs.get(evict.forChuteId()) instanceof JobOffer job ->
                new Action.Evict(
                        evict.serverId(), evict.deploymentIds(), job.chuteId(), evict.price(), evict.reasons());
            default -> action;
        };
    }

    private Action.Launch told(Action.Launch launch) {
        JobOffer job = jobs.get(launch.chuteId());
        return job == null
                ? launch
                : new Action.Launch(
                        job.chuteId(),
                        launch.version(),
                        launch.serverId(),
                        launch.gpuIds(),
                        Action.Motive.JOB,
                        launch.victims(),
                        launch.price(),
                        launch.reasons(),
                        job.jobId());
    }

    private Chute chuteOf(JobOffer job) {
        return Objects.requireNonNull(chutes.get(job.chuteId()));
    }
}
