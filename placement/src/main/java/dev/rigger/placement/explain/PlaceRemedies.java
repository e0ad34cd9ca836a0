package dev.rigger.placement.explain;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.GpuKind;
import dev.rigger.placement.Rule;
import dev.rigger.placement.change.ChuteChange;
import dev.rigger.placement.change.FleetChange;
import dev.rigger.placement.change.LimitChange;
import dev.rigger.placement.change.ServerChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What might lift the rules that concern a server, or a chute on it. */
final class PlaceRemedies {

    private final Facts facts;

    PlaceRemedies(Facts facts) {
        this.facts = facts;
    }

    List<Lever> of(Rule rule, String chuteId, String serverId) {
        Chute chute = facts.chute(chuteId);
        Server server = facts.server(serverId);
        return switch (rule) {
            case GPU_MODEL -> support(chute, server);
            case TEE_EQUAL -> List.of(Lever.all(new ChuteChange.ForTrustedServers(chuteId, server.tee())));
            case CPU_SHARE ->
                List.of(Lever.all(new ServerChange.Cpus(
                        serverId, chute.needs().cpusPerGpu(), server.shares().cpusPerGpu())));
            case MEMORY_SHARE ->
                List.of(Lever.all(new ServerChange.Memory(
                        serverId,
                        chute.needs().memoryGibPerGpu(),
                        server.shares().memoryGibPerGpu())));
            case DISK_SHARE -> disk(chute, server);
            case GPU_COUNT, WORTH_THE_PLACE -> room(chute, server);
            case GPU_VERIFIED -> verified(server);
            case LAUNCHES_PER_SERVER -> launches();
            case SERVER_NOT_BACKED_OFF ->
                facts.backedOff(b -> Objects.equals(b.serverId(), serverId)
                                && (b.chuteId() == null || b.chuteId().equals(chuteId)))
                        .map(until -> List.of(facts.waiting(until)))
                        .orElse(List.of());
            default -> ofServer(rule, serverId);
        };
    }

    /** Whichever chute it is about. */
    List<Lever> ofServer(Rule rule, String serverId) {
        Server server = facts.server(serverId);
        return switch (rule) {
            case SERVER_READY -> List.of(Lever.all(new ServerChange.Onboarded(serverId)));
            case SERVER_UNLOCKED -> List.of(Lever.all(new ServerChange.Unlocked(serverId)));
            case SERVER_HEALTHY -> List.of(Lever.all(new ServerChange.Healed(serverId)));
            case SERVER_NOT_BACKED_OFF ->
                facts.backedOff(b -> serverId.equals(b.serverId()) && b.chuteId() == null)
                        .map(until -> List.of(facts.waiting(until)))
                        .orElse(List.of());
            case SERVER_NOT_QUARANTINED -> quarantine(server);
            case GPU_VERIFIED -> verified(server);
            case WORTH_THE_PLACE -> newcomers(server);
            default -> List.of();
        };
    }

    /** A server of the chute's own. */
    List<Lever> elsewhere(String chuteId) {
        Chute chute = facts.chute(chuteId);
        return chute.supportedGpus().stream()
                .limit(1)
                .map(model -> Lever.all(new FleetChange.AnotherServer(
                        new GpuKind(model, chute.tee()), chute.gpuCount(), usualCost(model))))
                .toList();
    }

    private double usualCost(String model) {
        return facts.snapshot().servers().stream()
                .filter(server ->
                        server.gpus().stream().anyMatch(gpu -> gpu.model().equals(model)))
                .mapToDouble(Server::hourlyCost)
                .min()
                .orElse(1);
    }

    private static List<Lever> support(Chute chute, Server server) {
        return server.gpus().stream()
                .map(Gpu::model)
                .distinct()
                .filter(model -> !chute.supportedGpus().contains(model))
                .map(model -> Lever.all(new ChuteChange.ModelSupported(chute.chuteId(), model)))
                .toList();
    }

    private static List<Lever> disk(Chute chute, Server server) {
        int free = Optional.ofNullable(server.shares().freeDiskGib()).orElse(0);
        int enough = Math.max(0, free) + 100 * (chute.needs().diskGib() + 100);
        return List.of(Lever.count(free, enough, gib -> new ServerChange.Disk(server.serverId(), (int) gib, free)));
    }

    private List<Lever> room(Chute chute, Server server) {
        List<Lever> levers = new ArrayList<>();
        server.gpus().stream()
                .map(Gpu::model)
                .distinct()
                .filter(chute.supportedGpus()::contains)
                .forEach(model -> levers.add(Lever.count(
                        0,
                        chute.gpuCount(),
                        count -> new ServerChange.MoreGpus(server.serverId(), model, (int) count))));
        nextOldEnough(server).ifPresent(until -> levers.add(facts.waiting(until)));
        return levers;
    }

    /** When the next copy of the server may make room. */
    private Optional<Instant> nextOldEnough(Server server) {
        return facts.snapshot().deployments().stream()
                .filter(copy -> copy.serverId().equals(server.serverId()))
                .map(Deployment::activatedAt)
                .filter(Objects::nonNull)
                .map(since ->
                        since.plus(facts.snapshot().rules().evictableAfter()).plusSeconds(1))
                .filter(until -> until.isAfter(facts.snapshot().takenAt()))
                .min(Comparator.naturalOrder());
    }

    private static List<Lever> verified(Server server) {
        return server.gpus().stream()
                .filter(gpu -> !gpu.verified())
                .map(Gpu::model)
                .distinct()
                .map(model -> Lever.all(new ServerChange.GpusVerified(server.serverId(), model)))
                .toList();
    }

    private List<Lever> quarantine(Server server) {
        Instant until = server.quarantinedUntil();
        return until == null
                ? List.of()
                : List.of(facts.waiting(until), Lever.all(new ServerChange.QuarantineLifted(server.serverId())));
    }

    private List<Lever> launches() {
        int now = facts.snapshot().limits().launchesPerServer();
        int most = now + facts.snapshot().chutes().size() + 1;
        return List.of(Lever.count(now, most, count -> new LimitChange.LaunchesPerServer((int) count, now)));
    }

    /** Chutes that need one free GPU, all free GPUs, or all GPUs of a model. */
    private List<Lever> newcomers(Server server) {
        Map<String, Long> free = new TreeMap<>(server.gpus().stream()
                .filter(gpu -> gpu.owner() == null && facts.isUsable(gpu))
                .collect(groupingBy(Gpu::model, counting())));
        Map<String, Long> all = new TreeMap<>(
                server.gpus().stream().filter(facts::isUsable).collect(groupingBy(Gpu::model, counting())));
        List<Lever> levers = new ArrayList<>();
        all.forEach((model, count) -> {
            long idle = free.getOrDefault(model, 0L);
            if (idle > 1) {
                levers.add(newcomer(server, model, 1));
            }
            if (idle > 0) {
                levers.add(newcomer(server, model, idle));
            }
            if (count > idle) {
                levers.add(newcomer(server, model, idle + 1));
            }
        });
        return levers;
    }

    private Lever newcomer(Server server, String model, long gpus) {
        return Lever.number(
                0,
                facts.winning(),
                multiplier -> new FleetChange.Newcomer(
                        server.serverId(), new GpuKind(model, server.tee()), (int) gpus, multiplier));
    }
}
