package dev.rigger.placement.rules;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.NOW;
import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlaceRulesTest {

    private static final Chute TWO = chute("c", 1, 2, "h100");
    private static final Server FOUR = server("s", 4, "h100", 2);

    @Test
    void anOrdinaryServerTakesAnOrdinaryChute() {
        assertThat(broken(TWO, FOUR)).isNull();
    }

    @Test
    void theModelMustBeOneThatTheChuteSupports() {
        assertThat(broken(TWO, server("s", 4, "a100", 2))).isEqualTo(Rule.GPU_MODEL);
    }

    @Test
    void trustedChutesRunOnTrustedServersAndOthersElsewhere() {
        assertThat(broken(with(TWO, "tee", true), FOUR)).isEqualTo(Rule.TEE_EQUAL);
        assertThat(broken(TWO, with(FOUR, "tee", true))).isEqualTo(Rule.TEE_EQUAL);
        assertThat(broken(with(TWO, "tee", true), with(FOUR, "tee", true))).isNull();
    }

    @Test
    void aPinnedChuteRunsOnlyWhereItIsPinnedTo() {
        assertThat(broken(with(TWO, "pinnedTo", List.of("other")), FOUR)).isEqualTo(Rule.PINNED);
        assertThat(broken(with(TWO, "pinnedTo", List.of("other", "s")), FOUR)).isNull();
    }

    @Test
    void theServerMustBeReadyUnlockedAndSeenRecently() {
        assertThat(broken(TWO, with(FOUR, "ready", false))).isEqualTo(Rule.SERVER_READY);
        assertThat(broken(TWO, with(FOUR, "locked", true))).isEqualTo(Rule.SERVER_UNLOCKED);
        assertThat(broken(TWO, with(FOUR, "health", Health.STALE))).isEqualTo(Rule.SERVER_HEALTHY);
        assertThat(broken(TWO, with(FOUR, "health", Health.UNREACHABLE))).isEqualTo(Rule.SERVER_HEALTHY);
    }

    @Test
    void aFreshFailureKeepsTheServerOrThePairAway() {
        FleetSnapshot fleet = fleetOf(TWO, FOUR);

        assertThat(broken(with(fleet, "backOffs", List.of(BackOff.ofServer("s", "failed", NOW.plusSeconds(9))))))
                .isEqualTo(Rule.SERVER_NOT_BACKED_OFF);
        assertThat(broken(with(fleet, "backOffs", List.of(new BackOff("c", "s", "failed", NOW.plusSeconds(9))))))
                .isEqualTo(Rule.SERVER_NOT_BACKED_OFF);
        assertThat(broken(with(fleet, "backOffs", List.of(new BackOff("x", "s", "failed", NOW.plusSeconds(9))))))
                .isNull();
        assertThat(broken(with(fleet, "backOffs", List.of(new BackOff(null, null, "paused", NOW.plusSeconds(9))))))
                .isEqualTo(Rule.SERVER_NOT_BACKED_OFF);
    }

    @Test
    void aQuarantinedServerTakesOneProbeAtATime() {
        Server doubtful = with(FOUR, "quarantinedUntil", NOW.plusSeconds(600));
        Deployment onItsWay = with(copy("d", "x", "s", 1), "stage", Stage.PENDING);

        assertThat(broken(TWO, doubtful)).isNull();
        assertThat(broken(TWO, doubtful, onItsWay)).isEqualTo(Rule.SERVER_NOT_QUARANTINED);
        assertThat(broken(TWO, with(FOUR, "quarantinedUntil", NOW), onItsWay)).isNull();

        FleetView fleet = new FleetView(fleetOf(chute("c", 1, 1, "h100"), doubtful));
        Room room = new Room(fleet);
        room.take(0, fleet.pools().getFirst());
        assertThat(PlaceRules.firstBroken(fleet, 0, fleet.pools().getFirst(), room))
                .isEqualTo(Rule.SERVER_NOT_QUARANTINED);
    }

    @Test
    void sharesOfCpuAndMemoryMustBeEnough() {
        assertThat(broken(with(TWO, "needs", new Needs(9, 1, 10)), FOUR)).isEqualTo(Rule.CPU_SHARE);
        assertThat(broken(with(TWO, "needs", new Needs(8, 65, 10)), FOUR)).isEqualTo(Rule.MEMORY_SHARE);
        assertThat(broken(with(TWO, "needs", new Needs(8, 64, 10)), FOUR)).isNull();
    }

    @Test
    void diskIsWhatIsFreeAndWhatVictimsGiveBack() {
        Server tight = with(holding(FOUR, "d", 2, 2), "shares", new Shares(8, 64, 9));
        FleetView fleet = new FleetView(fleetOf(TWO, tight, copy("d", "x", "s", 1)));
        Pool pool = fleet.pools().getFirst();

        assertThat(PlaceRules.firstBroken(fleet, 0, pool, new Room(fleet))).isEqualTo(Rule.DISK_SHARE);
        assertThat(PlaceRules.firstBroken(fleet, 0, pool, new Room(fleet), 0)).isNull();
        assertThat(broken(TWO, with(FOUR, "shares", new Shares(8, 64, null)))).isNull();
    }

    @Test
    void onlyVerifiedUnownedUnpromisedGpusOfOneModelCount() {
        List<Gpu> gpus = List.of(
                new Gpu("0", "h100", true, null),
                new Gpu("1", "h100", false, null),
                new Gpu("2", "a100", true, null),
                new Gpu("3", "h100", true, "d"));
        Server mixed = with(FOUR, "gpus", gpus);

        assertThat(broken(TWO, mixed, copy("d", "x", "s", 1))).isEqualTo(Rule.GPU_VERIFIED);
        assertThat(broken(with(TWO, "gpuCount", 3), mixed, copy("d", "x", "s", 1)))
                .isEqualTo(Rule.GPU_COUNT);
        assertThat(broken(with(TWO, "gpuCount", 4), mixed, copy("d", "x", "s", 1)))
                .isEqualTo(Rule.GPU_COUNT);
        FleetSnapshot promised = with(
                fleetOf(TWO, FOUR),
                "openLaunches",
                List.of(new OpenLaunch("l", "x", "s", List.of("s-0", "s-1", "s-2"))));
        assertThat(broken(promised)).isEqualTo(Rule.GPU_COUNT);
    }

    @Test
    void aLaunchGetsItsVictimsGpusFirstAndWhatTheyHeldBeyondThatIsNobodys() {
        Server full = holding(FOUR, "d", 1, 3);
        FleetView fleet = new FleetView(fleetOf(TWO, full, copy("d", "x", "s", 1)));
        Pool pool = fleet.pools().getFirst();
        Room room = new Room(fleet);

        assertThat(room.take(0, pool, 0)).containsExactly("s-1", "s-2");
        assertThat(room.free(pool.number())).isEqualTo(1);
        assertThat(room.evicted(0)).isTrue();
    }

    private static @Nullable Rule broken(Chute chute, Server server, Deployment... copies) {
        return broken(fleetOf(chute, server, copies));
    }

    private static FleetSnapshot fleetOf(Chute chute, Server server, Deployment... copies) {
        return fleet(List.of(server), List.of(chute), copies);
    }

    /** On the last of the server's pools, which is the one of h100 where there are two. */
    private static @Nullable Rule broken(FleetSnapshot snapshot) {
        FleetView fleet = new FleetView(snapshot);
        return PlaceRules.firstBroken(fleet, 0, fleet.pools().getLast(), new Room(fleet));
    }
}
