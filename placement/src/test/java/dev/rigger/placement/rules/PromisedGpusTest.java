package dev.rigger.placement.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.Fleets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromisedGpusTest {

    @Test
    void aCopyWhoseGpusArePromisedToAnotherLaunchHasNothingToGive() {
        Server server = Fleets.holding(Fleets.server("s", 8, "h200", 1), "old", 0, 4);
        FleetSnapshot before = Fleets.fleet(
                List.of(server), List.of(Fleets.chute("c", 1, 2, "h200")), Fleets.copy("old", "c", "s", 0.1));
        FleetSnapshot after = new FleetSnapshot(
                before.takenAt(),
                before.effort(),
                before.rules(),
                before.limits(),
                before.demandSeenAt(),
                before.servers(),
                before.chutes(),
                before.deployments(),
                List.of(),
                List.of(new OpenLaunch("new", "other", "s", List.of("s-0", "s-1"))),
                Learned.NOTHING);

        assertThat(new FleetView(before).pools().getFirst().holdings()).hasSize(1);
        assertThat(new FleetView(after).pools().getFirst().holdings()).isEmpty();
        assertThat(new FleetView(after).pools().getFirst().free()).hasSize(4);
    }
}
