package dev.rigger.placement.search;

import static dev.rigger.placement.Altered.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.Fleets;
import dev.rigger.placement.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How fast a fleet fills, and that it then stays as it is. */
class PaceTest {

    private final BidPricePlanner planner = new BidPricePlanner();

    /** Each plan's launches are still open when the next is made, so that nothing but the planner's limits sets the pace. */
    @Test
    void fourThousandIdleGpusAreAllPlannedForInLessThanTenMinutes() {
        List<Server> servers = IntStream.range(0, 500)
                .mapToObj(i -> Fleets.server("s" + i, 8, "h100", 2))
                .toList();
        List<Chute> chutes = IntStream.range(0, 400)
                .mapToObj(i -> with(
                        Fleets.chute("c" + i, 1 + i / 1_000.0, 1, "h100"), "demand", new Demand(true, 12, 2, 2, 1)))
                .toList();
        FleetSnapshot fleet = Fleets.fleet(servers, chutes);
        List<OpenLaunch> open = new ArrayList<>();
        Duration spent = Duration.ZERO;
        while (open.size() < 4_000) {
            Plan plan = planner.plan(with(fleet, "openLaunches", open));
            assertThat(plan.launches()).isNotEmpty();
            for (Action.Launch launch : plan.launches()) {
                open.add(new OpenLaunch("l" + open.size(), launch.chuteId(), launch.serverId(), launch.gpuIds()));
            }
            spent = spent.plus(fleet.limits().nextPlanAfter());
        }
        assertThat(open).hasSize(4_000);
        assertThat(spent).isLessThan(Duration.ofMinutes(10));
    }
}
