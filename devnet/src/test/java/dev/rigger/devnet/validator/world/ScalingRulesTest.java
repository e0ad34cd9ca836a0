package dev.rigger.devnet.validator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.validator.platform.Load;
import dev.rigger.devnet.validator.platform.Load.Requests;
import dev.rigger.devnet.validator.platform.Load.Windows;
import dev.rigger.devnet.validator.world.ScalingRules.Action;
import dev.rigger.devnet.validator.world.ScalingRules.Sight;
import dev.rigger.devnet.validator.world.ScalingRules.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScalingRulesTest {
    private static final Duration OLD = Duration.ofDays(2);

    private static Load load(double utilization, Requests requests) {
        return new Load(Instant.EPOCH, Windows.steady(utilization), requests, requests, requests, "no_action");
    }

    private static Load busy(double utilization) {
        return load(utilization, new Requests(1_000, 0));
    }

    /** A public chute of some age, with so many copies. */
    private static Sight chute(int active, Load load) {
        return new Sight(true, false, false, false, 16, active, 0, 0, OLD, load);
    }

    private static Sight privateChute(int active, boolean bounty, int most, Load load) {
        return new Sight(false, false, false, bounty, 16, active, 0, most, OLD, load);
    }

    private static int target(Sight sight) {
        return ScalingRules.judge(sight).target();
    }

    @Test
    void aDisabledChuteWantsNothing() {
        assertThat(target(new Sight(true, true, false, true, 16, 3, 0, 0, OLD, busy(1))))
                .isZero();
    }

    @Test
    void aPublicChuteWithoutCopiesWantsTwo() {
        assertThat(target(chute(0, Load.none(Instant.EPOCH)))).isEqualTo(2);
    }

    @Test
    void aPublicChuteNeverWantsFewerThanTwo() {
        assertThat(target(chute(2, busy(0)))).isEqualTo(2);
    }

    @Test
    void whatIsBusierThanItsThresholdGrowsInProportion() {
        assertThat(target(chute(4, busy(0.7)))).isEqualTo(6);
        assertThat(target(chute(4, busy(0.5)))).isEqualTo(4);
    }

    @Test
    void whatStarvesGrowsByLeaps() {
        assertThat(target(chute(10, busy(0.9)))).isEqualTo(18);
        assertThat(target(chute(4, busy(0.9)))).isEqualTo(9);
        assertThat(target(chute(10, busy(0.82)))).isEqualTo(15);
    }

    @Test
    void whatTurnsUsersAwayGrowsByWhatTheyAskedFor() {
        Verdict verdict = ScalingRules.judge(chute(4, load(0.6, new Requests(400, 200))));
        assertThat(verdict.starving()).isTrue();
        assertThat(verdict.target()).isEqualTo(5);
        assertThat(target(chute(4, load(0.6, new Requests(400, 5_000))))).isEqualTo(9);
    }

    @Test
    void copiesThatAreOnTheirWayAreNotAskedForAgain() {
        assertThat(target(new Sight(true, false, false, false, 16, 4, 3, 0, OLD, busy(0.9))))
                .isEqualTo(6);
    }

    @Test
    void whatIsIdleShrinksSlowly() {
        assertThat(ScalingRules.judge(chute(10, busy(0.05))))
                .extracting(Verdict::target, Verdict::action)
                .containsExactly(9, Action.SCALE_DOWN_CANDIDATE);
        assertThat(target(chute(20, busy(0.05)))).isEqualTo(17);
    }

    @Test
    void anUpdateNeedsRoomForOneMore() {
        assertThat(target(new Sight(true, false, true, false, 16, 4, 0, 0, OLD, busy(0.1))))
                .isEqualTo(5);
    }

    @Test
    void aPrivateChuteStartsByABountyAndGrowsOneByOne() {
        assertThat(target(privateChute(0, false, 3, busy(0)))).isZero();
        assertThat(target(privateChute(0, true, 3, busy(0)))).isEqualTo(1);
        assertThat(target(privateChute(1, false, 3, busy(0.9)))).isEqualTo(2);
        assertThat(target(privateChute(1, false, 0, busy(0.9)))).isEqualTo(1);
        assertThat(target(privateChute(3, false, 3, busy(0.2)))).isEqualTo(2);
        assertThat(target(privateChute(1, false, 3, busy(0)))).isEqualTo(1);
    }

    @Test
    void boundsHold() {
        assertThat(target(new Sight(true, false, false, false, 16, 4, 0, 5, OLD, busy(0.95))))
                .isEqualTo(5);
        assertThat(target(new Sight(true, false, false, false, 16, 9, 0, 0, Duration.ofHours(1), busy(0.95))))
                .isEqualTo(10);
    }

    @Test
    void urgencyGrowsWithUsersThatAreTurnedAwayAndIsNothingAtRest() {
        double rest = ScalingRules.judge(chute(4, busy(0.3))).urgency();
        double busy = ScalingRules.judge(chute(4, busy(0.7))).urgency();
        double few = ScalingRules.judge(chute(4, load(0.9, new Requests(1_000, 200))))
                .urgency();
        double many = ScalingRules.judge(chute(4, load(0.9, new Requests(1_000, 2_000))))
                .urgency();

        assertThat(rest).isZero();
        assertThat(busy).isPositive();
        assertThat(few).isGreaterThan(busy);
        assertThat(many).isGreaterThan(few).isLessThanOrEqualTo(600);
    }
}
