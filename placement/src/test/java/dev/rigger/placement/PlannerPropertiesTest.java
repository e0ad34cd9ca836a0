package dev.rigger.placement;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for every fleet, checked by rules written a second time, plainly and slowly. */
class PlannerPropertiesTest {

    private static final int FLEETS = 1_500;
    private final Planner planner = new ValueGreedyPlanner(Limits.DEFAULTS);

    @Test
    void noGpuIsGivenTwiceOrTakenFromItsOwner() {
        forEveryFleet((fleet, plan) -> {
            Set<String> taken = new HashSet<>();
            fleet.openLaunches().forEach(open -> taken.addAll(open.gpuIds()));
            Map<String, Gpu> gpus = fleet.servers().stream()
                    .flatMap(server -> server.gpus().stream())
                    .collect(Collectors.toMap(Gpu::gpuId, Function.identity()));
            for (Action.Launch launch : plan.launches()) {
                for (String gpuId : launch.gpuIds()) {
                    assertThat(taken.add(gpuId)).as(gpuId).isTrue();
                    assertThat(requireNonNull(gpus.get(gpuId)).owner()).isNull();
                }
            }
        });
    }

    @Test
    void noHardRuleIsEverBroken() {
        forEveryFleet((fleet, plan) -> {
            Map<String, Server> servers =
                    fleet.servers().stream().collect(Collectors.toMap(Server::serverId, Function.identity()));
            Map<String, Chute> chutes =
                    fleet.chutes().stream().collect(Collectors.toMap(Chute::chuteId, Function.identity()));
            for (Action.Launch launch : plan.launches()) {
                checkPlace(
                        fleet,
                        launch,
                        requireNonNull(servers.get(launch.serverId())),
                        requireNonNull(chutes.get(launch.chuteId())));
                checkChute(fleet, launch, requireNonNull(chutes.get(launch.chuteId())));
            }
            assertThat(plan.launches()).extracting(Action.Launch::chuteId).doesNotHaveDuplicates();
            checkLimits(fleet, plan);
        });
    }

    @Test
    void theSameSnapshotGivesTheSamePlan() {
        forEveryFleet((fleet, plan) -> assertThat(planner.plan(fleet)).isEqualTo(plan));
    }

    @Test
    void bountiesComeFirstAndThenWhatIsWorthMost() {
        forEveryFleet((fleet, plan) -> {
            List<Action.Launch> launches = plan.launches();
            for (int i = 1; i < launches.size(); i++) {
                Action.Launch before = launches.get(i - 1);
                Action.Launch after = launches.get(i);
                boolean bounty = after.motive() == Action.Motive.BOUNTY;
                if (before.motive() == Action.Motive.BOUNTY == bounty) {
                    assertThat(before.price()).isGreaterThanOrEqualTo(after.price());
                } else {
                    assertThat(bounty).as("a bounty after something else").isFalse();
                }
            }
        });
    }

    @Test
    void everyChuteIsExplainedByItsNameAndEveryRefusalNamesItsRule() {
        forEveryFleet((fleet, plan) -> {
            assertThat(plan.verdicts())
                    .extracting(Verdict::chuteId)
                    .containsExactlyElementsOf(
                            fleet.chutes().stream().map(Chute::chuteId).toList());
            for (Chute chute : fleet.chutes()) {
                assertThat(plan.explain(chute.chuteId())).startsWith(chute.name());
            }
        });
    }

    @Test
    void whatIsLeftOutForLackOfRoomReallyHasNone() {
        Set<Rule> lacks = Set.of(
                Rule.GPU_COUNT,
                Rule.GPU_MODEL,
                Rule.TEE_EQUAL,
                Rule.CPU_SHARE,
                Rule.MEMORY_SHARE,
                Rule.DISK_SHARE,
                Rule.SERVER_READY,
                Rule.SERVER_UNLOCKED,
                Rule.SERVER_NOT_BACKED_OFF,
                Rule.GPU_VERIFIED);
        forEveryFleet((fleet, plan) -> {
            Set<String> taken = plan.launches().stream()
                    .flatMap(launch -> launch.gpuIds().stream())
                    .collect(Collectors.toCollection(HashSet::new));
            fleet.openLaunches().forEach(open -> taken.addAll(open.gpuIds()));
            for (Verdict verdict : plan.verdicts()) {
                if (verdict instanceof Verdict.Refused refused && lacks.contains(refused.rule())) {
                    Chute chute = fleet.chutes().stream()
                            .filter(c -> c.chuteId().equals(refused.chuteId()))
                            .findFirst()
                            .orElseThrow();
                    assertThat(fleet.servers())
                            .as(refused.text())
                            .noneMatch(server ->
                                    server.shares().freeDiskGib() == null && fits(fleet, server, chute, taken));
                }
            }
        });
    }

    private static boolean fits(FleetSnapshot fleet, Server server, Chute chute, Set<String> taken) {
        return usable(fleet, server)
                && server.tee() == chute.tee()
                && server.shares().cpusPerGpu() >= chute.needs().cpusPerGpu()
                && server.shares().memoryGibPerGpu() >= chute.needs().memoryGibPerGpu()
                && chute.supportedGpus().stream()
                        .anyMatch(model -> server.gpus().stream()
                                        .filter(gpu -> gpu.model().equals(model)
                                                && gpu.verified()
                                                && gpu.owner() == null
                                                && !taken.contains(gpu.gpuId()))
                                        .count()
                                >= chute.gpuCount());
    }

    private static void checkPlace(FleetSnapshot fleet, Action.Launch launch, Server server, Chute chute) {
        List<Gpu> gpus = server.gpus().stream()
                .filter(gpu -> launch.gpuIds().contains(gpu.gpuId()))
                .toList();
        assertThat(gpus).hasSize(chute.gpuCount()).allMatch(Gpu::verified);
        assertThat(gpus.stream().map(Gpu::model).distinct()).hasSize(1).isSubsetOf(chute.supportedGpus());
        assertThat(server.tee()).isEqualTo(chute.tee());
        assertThat(usable(fleet, server)).isTrue();
        assertThat(server.shares().cpusPerGpu())
                .isGreaterThanOrEqualTo(chute.needs().cpusPerGpu());
        assertThat(server.shares().memoryGibPerGpu())
                .isGreaterThanOrEqualTo(chute.needs().memoryGibPerGpu());
    }

    private static void checkChute(FleetSnapshot fleet, Action.Launch launch, Chute chute) {
        List<Deployment> copies = fleet.deployments().stream()
                .filter(d -> d.chuteId().equals(chute.chuteId()) && !d.job() && d.stage() != Stage.ENDING)
                .toList();
        long ordered = fleet.openLaunches().stream()
                .filter(open -> open.chuteId().equals(chute.chuteId()))
                .count();
        assertThat(chute.banned()).isFalse();
        assertThat(chute.jobOnly()).isFalse();
        assertThat(chute.effectiveMultiplier()).isPositive();
        assertThat(copies)
                .noneMatch(d -> d.stage() == Stage.PENDING && d.version().equals(chute.version()));
        assertThat(ordered).isZero();
        if (chute.allowedCopies() != null) {
            assertThat(copies.size()).isLessThan(chute.allowedCopies());
        }
        assertThat(backedOff(fleet, chute.chuteId())).isFalse();
        if (launch.motive() == Action.Motive.BOUNTY) {
            assertThat(chute.bounty()).isNotNull();
            assertThat(copies).isEmpty();
        } else {
            assertThat(chute.scalable()).isTrue();
        }
    }

    private static void checkLimits(FleetSnapshot fleet, Plan plan) {
        List<Action.Launch> unasked = plan.launches().stream()
                .filter(launch -> launch.motive() != Action.Motive.BOUNTY)
                .toList();
        assertThat(unasked.size())
                .isLessThanOrEqualTo(Math.max(8, fleet.servers().size() / 4));
        long open = fleet.servers().stream()
                .filter(server -> usable(fleet, server) && hasFreeGpu(fleet, server))
                .count();
        unasked.stream()
                .collect(Collectors.groupingBy(Action.Launch::serverId, Collectors.counting()))
                .values()
                .forEach(launches ->
                        assertThat(launches).isLessThanOrEqualTo(Math.max(2, Math.ceilDiv(8, (int) open))));
        for (Server server : fleet.servers()) {
            Integer disk = server.shares().freeDiskGib();
            if (disk != null) {
                int asked = plan.launches().stream()
                        .filter(launch -> launch.serverId().equals(server.serverId()))
                        .mapToInt(launch -> fleet.chutes().stream()
                                .filter(chute -> chute.chuteId().equals(launch.chuteId()))
                                .findFirst()
                                .orElseThrow()
                                .needs()
                                .diskGib())
                        .sum();
                assertThat(asked).isLessThanOrEqualTo(disk);
            }
        }
    }

    private static boolean hasFreeGpu(FleetSnapshot fleet, Server server) {
        return server.gpus().stream()
                .anyMatch(gpu -> gpu.verified()
                        && gpu.owner() == null
                        && fleet.openLaunches().stream()
                                .noneMatch(open -> open.gpuIds().contains(gpu.gpuId())));
    }

    private static boolean usable(FleetSnapshot fleet, Server server) {
        return server.ready() && !server.locked() && !backedOff(fleet, server.serverId());
    }

    private static boolean backedOff(FleetSnapshot fleet, String subject) {
        return fleet.backOffs().stream()
                .anyMatch(b -> b.subject().equals(subject) && b.until().isAfter(fleet.takenAt()));
    }

    private interface Check {
        void of(FleetSnapshot fleet, Plan plan);
    }

    private void forEveryFleet(Check check) {
        int[] launches = {0};
        IntStream.range(0, FLEETS).forEach(seed -> {
            FleetSnapshot fleet = RandomFleet.of(seed, 1 + seed % 12, seed % 40);
            Plan plan = planner.plan(fleet);
            launches[0] += plan.launches().size();
            check.of(fleet, plan);
        });
        assertThat(launches[0]).as("launches in all fleets").isGreaterThan(FLEETS);
    }
}
