package dev.rigger.placement;

import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.locked;
import static dev.rigger.placement.Fleets.server;
import static dev.rigger.placement.Fleets.withDisk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ValueGreedyPlannerTest {

    private final Planner planner = new ValueGreedyPlanner(Limits.DEFAULTS);

    @Test
    @Tag("scenario-32")
    void theChuteWorthMorePerGpuGoesFirst() {
        Plan plan = planner.plan(fleet(
                List.of(server("s", 2, "h200", 1)), List.of(chute("a", 2.0, 2, "h200"), chute("b", 1.5, 1, "h200"))));

        assertThat(plan.launches()).singleElement().satisfies(launch -> {
            assertThat(launch.chuteId()).isEqualTo("b");
            assertThat(launch.price()).isEqualTo(1.5);
        });
        assertThat(plan.explain("a")).contains("needs 2 free h200", "GPU_COUNT");
    }

    @Test
    @Tag("scenario-36")
    void theCheaperServerWinsAndAmongEquallyCheapOnesTheFuller() {
        Chute chute = chute("c", 1, 1, "h200");
        assertThat(serverOf(planner.plan(fleet(
                        List.of(server("dear", 1, "h200", 1.0), server("cheap", 8, "h200", 0.5)), List.of(chute)))))
                .isEqualTo("cheap");
        assertThat(serverOf(planner.plan(fleet(
                        List.of(server("empty", 8, "h200", 0.5), server("full", 2, "h200", 0.5)), List.of(chute)))))
                .isEqualTo("full");
    }

    @Test
    @Tag("scenario-38")
    void aLockedServerGetsNothingAndTheExplanationSaysSo() {
        Plan plan = planner.plan(fleet(List.of(locked(server("s", 2, "h200", 1))), List.of(chute("c", 1, 1, "h200"))));

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.explain("c")).contains("SERVER_UNLOCKED", "Unlocking the server would do");
    }

    @Test
    @Tag("scenario-37")
    void aChuteForTrustedServersDoesNotRunElsewhere() {
        Plan plan = planner.plan(
                fleet(List.of(server("s", 2, "h200", 1)), List.of(chute("c", 1, 1, true, true, null, "h200"))));

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.explain("c")).contains("TEE_EQUAL");
    }

    @Test
    @Tag("scenario-7")
    void aServerWithoutTheDiskIsPassedOver() {
        Server small = withDisk(server("small", 2, "h200", 0.1), 15);
        assertThat(serverOf(planner.plan(fleet(List.of(small), List.of(chute("c", 1, 1, "h200"))))))
                .isEqualTo("small");
        Server tiny = withDisk(server("small", 2, "h200", 0.1), 9);
        Plan plan = planner.plan(fleet(List.of(tiny), List.of(chute("c", 1, 1, "h200"))));
        assertThat(plan.launches()).isEmpty();
        assertThat(plan.explain("c")).contains("DISK_SHARE");
    }

    @Test
    @Tag("scenario-22")
    void aBountyIsNotGoneForWhileACopyIsThere() {
        Chute bountied = chute("c", 1, 1, false, false, new Bounty(500, 1.4), "h200");
        List<Server> servers = List.of(server("s", 2, "h200", 1));

        assertThat(planner.plan(fleet(servers, List.of(bountied), List.of(copy("c", Stage.PENDING)), List.of()))
                        .actions())
                .isEmpty();
        assertThat(planner.plan(fleet(servers, List.of(bountied), List.of(copy("c", Stage.ACTIVE)), List.of()))
                        .actions())
                .isEmpty();
        Plan free = planner.plan(fleet(servers, List.of(bountied)));
        assertThat(free.launches()).extracting(Action.Launch::motive).containsExactly(Action.Motive.BOUNTY);
        assertThat(free.claims()).extracting(Action.Claim::amount).containsExactly(500L);
    }

    @Test
    @Tag("scenario-23")
    void anAnnouncementOfUrgencyAloneIsTriedBeforeWhatIsWorthMore() {
        Chute cold = chute("cold", 0.1, 1, false, false, new Bounty(0, 1), "h200");
        Plan plan = planner.plan(fleet(List.of(server("s", 1, "h200", 1)), List.of(chute("rich", 9, 1, "h200"), cold)));

        assertThat(plan.launches()).extracting(Action.Launch::chuteId).containsExactly("cold");
    }

    @Test
    @Tag("scenario-5")
    void aBackedOffChuteIsWaitedFor() {
        BackOff backOff = new BackOff("c", "CAPACITY_LOCKED", Fleets.NOW.plus(Duration.ofSeconds(120)));
        Plan plan = planner.plan(fleet(
                List.of(server("s", 1, "h200", 1)), List.of(chute("c", 1, 1, "h200")), List.of(), List.of(backOff)));

        assertThat(plan.launches()).isEmpty();
        assertThat(plan.again()).contains(backOff.until());
    }

    @Test
    @Tag("scenario-35")
    void aSecondCopyWaitsUntilTheFirstIsActive() {
        List<Server> servers = List.of(server("s", 2, "h200", 1));
        List<Chute> chutes = List.of(chute("c", 1, 1, "h200"));

        assertThat(planner.plan(fleet(servers, chutes, List.of(copy("c", Stage.PENDING)), List.of()))
                        .launches())
                .isEmpty();
        assertThat(planner.plan(fleet(servers, chutes, List.of(copy("c", Stage.ACTIVE)), List.of()))
                        .launches())
                .extracting(Action.Launch::motive)
                .containsExactly(Action.Motive.FURTHER_COPY);
    }

    @Test
    @Tag("scenario-41")
    void fortyGpusAreFilledInFiveCyclesOfEight() {
        List<Server> servers = IntStream.range(0, 5)
                .mapToObj(i -> server("s" + i, 8, "h200", 1))
                .toList();
        List<Chute> chutes = IntStream.range(0, 40)
                .mapToObj(i -> chute("c" + i, 1, 1, "h200"))
                .toList();
        Set<String> placed = new HashSet<>();
        FleetSnapshot fleet = fleet(servers, chutes);
        for (int cycle = 0; cycle < 5; cycle++) {
            Plan plan = planner.plan(fleet);
            assertThat(plan.launches()).hasSize(8);
            assertThat(plan.again().isPresent()).isEqualTo(cycle < 4);
            plan.launches().forEach(launch -> placed.add(launch.chuteId()));
            fleet = afterwards(fleet, plan);
        }
        assertThat(placed).hasSize(40);
    }

    @Test
    void theRunnerUpAndTheChangeThatWouldHaveChosenItAreNamed() {
        List<Server> servers = List.of(server("cheap", 1, "h200", 0.5), server("dear", 1, "h200", 1.0));
        List<Chute> chutes = List.of(chute("c", 1, 1, "h200"));
        assertThat(planner.plan(fleet(servers, chutes)).explain("c"))
                .contains("goes to cheap", "Runner-up: dear", "dear would have been chosen below 0.50 USD");

        List<Server> changed = List.of(server("cheap", 1, "h200", 0.5), server("dear", 1, "h200", 0.49));
        assertThat(serverOf(planner.plan(fleet(changed, chutes)))).isEqualTo("dear");
    }

    private static String serverOf(Plan plan) {
        return plan.launches().getFirst().serverId();
    }

    private static FleetSnapshot afterwards(FleetSnapshot fleet, Plan plan) {
        List<FleetSnapshot.OpenLaunch> open = new java.util.ArrayList<>(fleet.openLaunches());
        plan.launches()
                .forEach(launch -> open.add(new FleetSnapshot.OpenLaunch(
                        "d-" + launch.chuteId(), launch.chuteId(), launch.serverId(), launch.gpuIds())));
        return new FleetSnapshot(fleet.takenAt(), fleet.servers(), fleet.chutes(), List.of(), List.of(), open);
    }
}
