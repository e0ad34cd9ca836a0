package dev.rigger.placement.policies;

import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.Action;
import dev.rigger.placement.Altered;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.Rule;
import dev.rigger.placement.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ValueGreedyTest {

    private final Planner planner = new ValueGreedy();

    @Test
    @Tag("scenario-32")
    void theChuteWorthMorePerGpuGoesFirst() {
        Plan plan = planner.plan(fleet(
                List.of(server("s", 2, "h200", 1)), List.of(chute("a", 2.0, 2, "h200"), chute("b", 1.5, 1, "h200"))));

        assertThat(plan.launches()).singleElement().satisfies(launch -> {
            assertThat(launch.chuteId()).isEqualTo("b");
            assertThat(launch.price()).isEqualTo(1.5);
        });
        assertThat(plan.verdicts().getFirst()).isEqualTo(new Verdict.Refused("a", Rule.GPU_COUNT, null, 0));
    }

    @Test
    @Tag("scenario-36")
    void theCheaperServerWinsAndAmongEquallyCheapOnesTheFuller() {
        List<Chute> chutes = List.of(chute("c", 1, 1, "h200"));

        assertThat(serverOf(fleet(List.of(server("dear", 1, "h200", 1.0), server("cheap", 8, "h200", 0.5)), chutes)))
                .isEqualTo("cheap");
        assertThat(serverOf(fleet(List.of(server("empty", 8, "h200", 0.5), server("full", 2, "h200", 0.5)), chutes)))
                .isEqualTo("full");
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
    void aChuteGetsOneCopyAPlanAndNothingIsEvicted() {
        Plan plan = planner.plan(fleet(List.of(server("s", 8, "h200", 1)), List.of(chute("c", 1, 1, "h200"))));

        assertThat(plan.launches()).extracting(Action.Launch::motive).containsExactly(Action.Motive.FIRST_COPY);
        assertThat(plan.evictions()).isEmpty();
    }

    private String serverOf(FleetSnapshot fleet) {
        return planner.plan(fleet).launches().getFirst().serverId();
    }

    private static FleetSnapshot afterwards(FleetSnapshot of, Plan plan) {
        List<OpenLaunch> open = new ArrayList<>(of.openLaunches());
        plan.launches()
                .forEach(launch -> open.add(
                        new OpenLaunch("d-" + launch.chuteId(), launch.chuteId(), launch.serverId(), launch.gpuIds())));
        List<Chute> left = of.chutes().stream()
                .filter(chute ->
                        open.stream().noneMatch(launch -> launch.chuteId().equals(chute.chuteId())))
                .toList();
        return Altered.with(Altered.with(of, "chutes", left), "openLaunches", open);
    }
}
