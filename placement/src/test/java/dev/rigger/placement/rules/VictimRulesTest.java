package dev.rigger.placement.rules;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.NOW;
import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.Rule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VictimRulesTest {

    private static final Chute CHUTE = chute("c", 1, 1, "h100");
    private static final Server SERVER = holding(server("s", 4, "h100", 2), "d", 0, 1);
    private static final Deployment COPY = copy("d", "c", "s", 1);

    @Test
    void anOrdinaryCopyMayMakeRoom() {
        assertThat(broken(COPY)).isNull();
    }

    @Test
    void aJobStays() {
        assertThat(broken(with(COPY, "job", true))).isEqualTo(Rule.VICTIM_NOT_A_JOB);
    }

    @Test
    void aPrivateCopyStays() {
        assertThat(broken(with(COPY, "preemptible", false))).isEqualTo(Rule.VICTIM_PREEMPTIBLE);
        assertThat(broken(with(CHUTE, "open", false), SERVER, COPY)).isEqualTo(Rule.VICTIM_PREEMPTIBLE);
    }

    @Test
    void whatTheOperatorPinnedStays() {
        assertThat(broken(with(COPY, "pinned", true))).isEqualTo(Rule.VICTIM_NOT_PINNED);
    }

    @Test
    void aCopyThatDoesNotServeYetStays() {
        for (Stage stage : List.of(Stage.PENDING, Stage.STARTING, Stage.ENDING)) {
            assertThat(broken(with(COPY, "stage", stage))).isEqualTo(Rule.VICTIM_ACTIVE);
        }
    }

    @Test
    void aCopyOfExactlySixtyTwoMinutesIsStillTooYoung() {
        Duration age = Duration.ofMinutes(62);

        assertThat(broken(with(COPY, "activatedAt", NOW.minus(age)))).isEqualTo(Rule.VICTIM_OLD_ENOUGH);
        assertThat(broken(with(COPY, "activatedAt", NOW.minus(age).minusMillis(1))))
                .isNull();
        assertThat(broken(with(COPY, "activatedAt", null))).isEqualTo(Rule.VICTIM_OLD_ENOUGH);
    }

    @Test
    void theLastCopyOfAllMinersStays() {
        assertThat(broken(with(CHUTE, "demand", new Demand(true, 3, 1, 1, 0)), SERVER, COPY))
                .isEqualTo(Rule.VICTIM_NOT_LAST_COPY);
        assertThat(broken(with(CHUTE, "demand", null), SERVER, COPY)).isEqualTo(Rule.VICTIM_NOT_LAST_COPY);
        assertThat(broken(with(CHUTE, "demand", new Demand(true, 3, 2, 2, 0)), SERVER, COPY))
                .isNull();
    }

    @Test
    void ofTwoLastCopiesThatAreBothOursOneMayGoAPlan() {
        Chute rare = with(CHUTE, "demand", new Demand(true, 3, 2, 2, 0));
        FleetView fleet = new FleetView(fleet(
                List.of(holding(SERVER, "e", 1, 1)),
                List.of(rare, chute("new", 9, 1, "h100")),
                COPY,
                copy("e", "c", "s", 1)));
        Room room = new Room(fleet);

        assertThat(room.expendable(0)).isTrue();
        room.take(1, fleet.pools().getFirst(), 0);
        assertThat(room.expendable(0)).isFalse();
    }

    @Test
    void aCopyMakesNoRoomForItsOwnChute() {
        FleetView fleet = new FleetView(fleet(List.of(SERVER), List.of(CHUTE, chute("n", 9, 1, "h100")), COPY));

        assertThat(VictimRules.forAnother(fleet, 0, 0)).isFalse();
        assertThat(VictimRules.forAnother(fleet, 0, 1)).isTrue();
    }

    @Test
    void whatRunsOnAServerThatCannotBeSeenStays() {
        assertThat(broken(CHUTE, with(SERVER, "health", Health.STALE), COPY)).isEqualTo(Rule.VICTIM_SERVER_HEALTHY);
    }

    @Test
    void aLockedServerIsLeftAsItIs() {
        assertThat(broken(CHUTE, with(SERVER, "locked", true), COPY)).isEqualTo(Rule.VICTIM_SERVER_UNLOCKED);
    }

    private static @Nullable Rule broken(Deployment copy) {
        return broken(CHUTE, SERVER, copy);
    }

    private static @Nullable Rule broken(Chute chute, Server server, Deployment copy) {
        return VictimRules.firstBroken(new FleetView(fleet(List.of(server), List.of(chute), copy)), 0);
    }
}
