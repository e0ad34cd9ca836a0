package dev.rigger.placement.rules;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.NOW;
import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.FleetSnapshot.Worth;
import dev.rigger.placement.Rule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChuteRulesTest {

    private static final Bounty BOUNTY = new Bounty(100, 1.2, NOW.minusSeconds(60));

    @Test
    void anOrdinaryChuteMayBeLaunched() {
        assertThat(broken(plain())).isNull();
    }

    @Test
    void aBannedChuteMayNot() {
        assertThat(broken(with(plain(), "banned", true))).isEqualTo(Rule.NOT_BANNED);
    }

    @Test
    void aChuteForJobsMayNot() {
        assertThat(broken(with(plain(), "jobOnly", true))).isEqualTo(Rule.NOT_JOB_ONLY);
    }

    @Test
    void aChuteThatEarnsNothingMayNot() {
        assertThat(broken(with(plain(), "worth", Worth.steady(0)))).isEqualTo(Rule.WORTH_SOMETHING);
    }

    @Test
    void aChuteThatIsNotScalableMayNotUnlessItHasABounty() {
        Chute full = with(plain(), "demand", new Demand(false, 5, 5, 5, 0.1));

        assertThat(broken(full)).isEqualTo(Rule.SCALABLE_OR_BOUNTIED);
        assertThat(broken(with(full, "bounty", BOUNTY))).isNull();
    }

    @Test
    void aBountyIsNoReasonForASecondCopyOfOurs() {
        Chute full = with(with(plain(), "demand", new Demand(false, 5, 5, 5, 0.1)), "bounty", BOUNTY);

        assertThat(broken(full, pending("c"))).isEqualTo(Rule.SCALABLE_OR_BOUNTIED);
    }

    @Test
    void aPrivateChuteWithoutActiveCopyNeedsABounty() {
        Chute idle = with(with(plain(), "open", false), "demand", new Demand(true, 1, 0, 0, 0));

        assertThat(broken(idle)).isEqualTo(Rule.SCALABLE_OR_BOUNTIED);
        assertThat(broken(with(idle, "bounty", BOUNTY))).isNull();
    }

    @Test
    void aChuteWithoutWordOfDemandIsLaunchedOnce() {
        Chute unknown = with(plain(), "demand", null);

        assertThat(broken(unknown)).isNull();
        assertThat(broken(unknown, pending("c"))).isEqualTo(Rule.ONE_PENDING);
        assertThat(allowed(unknown)).isEqualTo(1);
        assertThat(allowed(unknown, pending("c"))).isZero();
        assertThat(allowed(unknown, with(pending("c"), "stage", Stage.ACTIVE))).isZero();
    }

    @Test
    void demandOlderThanTheLimitAllowsBountiesAlone() {
        FleetSnapshot justFresh = with(fleetOf(plain()), "demandSeenAt", NOW.minus(Duration.ofMinutes(5)));
        FleetSnapshot stale = with(
                fleetOf(plain()),
                "demandSeenAt",
                NOW.minus(Duration.ofMinutes(5)).minusMillis(1));

        assertThat(broken(justFresh)).isNull();
        assertThat(broken(stale)).isEqualTo(Rule.DEMAND_FRESH);
        assertThat(broken(with(stale, "demandSeenAt", null))).isEqualTo(Rule.DEMAND_FRESH);
        assertThat(broken(with(stale, "chutes", List.of(with(plain(), "bounty", BOUNTY)))))
                .isNull();
    }

    @Test
    void furtherCopiesAreWhatIsMissingToTheTarget() {
        assertThat(allowed(wanting(5, 2, 3))).isEqualTo(2);
        assertThat(allowed(wanting(5, 2, 3), pending("c"))).isEqualTo(1);
        assertThat(allowed(wanting(5, 2, 3), with(pending("c"), "stage", Stage.STARTING)))
                .isEqualTo(2);
        assertThat(allowed(wanting(5, 5, 5))).isZero();
        assertThat(broken(wanting(5, 2, 5))).isEqualTo(Rule.ALLOWED_COPIES);
    }

    @Test
    void aTrustedChuteMayHaveOneInExcessWhileTooFewAreActive() {
        assertThat(allowed(with(wanting(5, 2, 5), "tee", true))).isEqualTo(1);
        assertThat(allowed(with(wanting(5, 5, 5), "tee", true))).isZero();
    }

    @Test
    void aPrivateChuteGetsOneCopyOfOurs() {
        Chute own = with(wanting(5, 1, 1), "open", false);

        assertThat(allowed(own)).isEqualTo(1);
        assertThat(allowed(own, pending("c"))).isZero();
    }

    @Test
    void anOpenLaunchCountsAsACopyOnItsWay() {
        FleetSnapshot ordered =
                with(fleetOf(wanting(5, 2, 4)), "openLaunches", List.of(new OpenLaunch("l", "c", "s", List.of("s-0"))));

        assertThat(broken(ordered)).isEqualTo(Rule.ALLOWED_COPIES);
    }

    @Test
    void theOperatorsWishCutsWhatTheValidatorAllows() {
        Chute wished = with(wanting(9, 2, 3), "allowedCopies", 2);

        assertThat(allowed(wished)).isEqualTo(2);
        assertThat(allowed(wished, pending("c"))).isEqualTo(1);
    }

    @Test
    void aBackedOffChuteWaitsUntilItsTimeHasCome() {
        FleetSnapshot fresh =
                with(fleetOf(plain()), "backOffs", List.of(BackOff.ofChute("c", "423", NOW.plusSeconds(1))));
        FleetSnapshot over = with(fleetOf(plain()), "backOffs", List.of(BackOff.ofChute("c", "423", NOW)));

        assertThat(broken(fresh)).isEqualTo(Rule.CHUTE_NOT_BACKED_OFF);
        assertThat(broken(over)).isNull();
    }

    private static Chute plain() {
        return chute("c", 1, 1, "h100");
    }

    private static Chute wanting(int target, int active, int live) {
        return with(plain(), "demand", new Demand(true, target, active, live, 0.9));
    }

    private static Deployment pending(String chuteId) {
        return with(with(copy("d", chuteId, "s", 1), "stage", Stage.PENDING), "activatedAt", null);
    }

    private static FleetSnapshot fleetOf(Chute chute, Deployment... copies) {
        return fleet(List.of(server("s", 8, "h100", 2)), List.of(chute), copies);
    }

    private static @Nullable Rule broken(Chute chute, Deployment... copies) {
        return broken(fleetOf(chute, copies));
    }

    private static @Nullable Rule broken(FleetSnapshot snapshot) {
        return ChuteRules.firstBroken(new FleetView(snapshot), 0);
    }

    private static int allowed(Chute chute, Deployment... copies) {
        return new FleetView(fleetOf(chute, copies)).copies().allowed(0);
    }
}
