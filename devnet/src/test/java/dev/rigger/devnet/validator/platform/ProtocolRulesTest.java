package dev.rigger.devnet.validator.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rigger.devnet.validator.platform.rules.ProtocolProfile;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules.RollingUpdates.Style;
import dev.rigger.devnet.validator.platform.rules.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolRulesTest {
    private static final RuleBook BOOK = RuleBook.standard();
    private static final Instant TEN = Instant.parse("2026-06-01T10:00:00Z");

    private static ProtocolRules rules(ProtocolProfile profile) {
        return BOOK.of(profile);
    }

    @Test
    void everyProfileHasItsRulesAndTheDayFromWhichTheyHeld() {
        assertThat(BOOK.all()).extracting(ProtocolRules::profile).containsExactly(ProtocolProfile.values());
        assertThat(BOOK.on(LocalDate.of(2025, 1, 1))).isEmpty();
        assertThat(BOOK.on(LocalDate.of(2025, 12, 1)).orElseThrow().profile()).isEqualTo(ProtocolProfile.P25);
        assertThat(BOOK.on(LocalDate.of(2026, 3, 1)).orElseThrow().profile()).isEqualTo(ProtocolProfile.P26A);
        assertThat(BOOK.on(LocalDate.of(2026, 9, 1)).orElseThrow().profile()).isEqualTo(ProtocolProfile.P26B);
        assertThat(BOOK.on(LocalDate.of(2027, 1, 1)).orElseThrow().profile()).isEqualTo(ProtocolProfile.P26C);
    }

    @Test
    void aBountysBoostGrowsInAStraightLineAndStops() {
        Bounty bounty = new Bounty("chute", TEN, TEN.plus(Duration.ofDays(1)), null, null);

        assertThat(boost(bounty, ProtocolProfile.P26A, 0)).isEqualTo(1.5);
        assertThat(boost(bounty, ProtocolProfile.P26A, 60)).isCloseTo(1.8333, within(0.0001));
        assertThat(boost(bounty, ProtocolProfile.P26A, 500)).isEqualTo(2.5);
        assertThat(boost(bounty, ProtocolProfile.P26B, 90)).isCloseTo(1.3, within(0.0001));
        assertThat(boost(bounty, ProtocolProfile.P25, 90)).isEqualTo(1);
        assertThat(bounty.amount(TEN.plusSeconds(60))).isEqualTo(280);
        assertThat(bounty.amount(TEN.plus(Duration.ofDays(2)))).isEqualTo(86_400);
    }

    private static double boost(Bounty bounty, ProtocolProfile profile, int minutes) {
        return bounty.boost(rules(profile).bounty(), TEN.plus(Duration.ofMinutes(minutes)));
    }

    /** A confidential chute for one h200 whose bounty was an hour old: created at ten, active twenty minutes later. */
    @Test
    void aWorkedExampleOfAnInstancesPayComesOut() {
        ProtocolRules rules = rules(ProtocolProfile.P26A);
        Worth worth = new Worth(GpuCatalogue.standard(), rules);
        ComputeHistory history = new ComputeHistory(rules, worth);
        PlatformState state = PlatformState.empty();
        ChuteDefinition chute = confidential();
        state.chutes().put("chute", chute);
        Instant activated = TEN.plus(Duration.ofMinutes(20));
        Bounty bounty = new Bounty("chute", activated.minus(Duration.ofMinutes(60)), TEN, null, null);
        Instance fresh = instance();

        double multiplier = worth.atActivation(chute, fresh, "h200", bounty, activated);
        assertThat(multiplier).isCloseTo(2.5208, within(0.0001));
        Instance active = fresh.changed(activated, draft -> {
            draft.active = true;
            draft.verifiedAt = TEN;
            draft.activatedAt = activated;
            draft.multiplier = multiplier;
        });
        state.instances().put("a", active);
        history.open(state, active, activated);

        assertThat(Earnings.ofLiving(state, active, Duration.ofDays(7), activated))
                .isCloseTo(907.5, within(0.1));
        assertThat(Earnings.ofLiving(state, active, Duration.ofDays(7), activated.plus(Duration.ofHours(2))))
                .isCloseTo(907.5 + 18_150, within(0.2));
        assertThat(history.drifted(state, active, activated.plus(Duration.ofHours(2))))
                .isEqualTo(multiplier);
        double third = history.drifted(state, active, activated.plus(Duration.ofHours(3)));
        assertThat(third).isCloseTo(2.489, within(0.001));
        Instance later = active.changed(activated, draft -> draft.multiplier = third);
        assertThat(history.drifted(state, later, activated.plus(Duration.ofHours(9))))
                .isCloseTo(1.375, within(0.001));
    }

    @Test
    void whatAnInstanceIsWorthDependsOnTheProfile() {
        ChuteDefinition chute = confidential();
        Instance instance = instance();
        assertThat(settled(ProtocolProfile.P25, chute, instance)).isCloseTo(0.6111, within(0.0001));
        assertThat(settled(ProtocolProfile.P26B, chute, instance)).isCloseTo(1.375, within(0.0001));
    }

    private static double settled(ProtocolProfile profile, ChuteDefinition chute, Instance instance) {
        return new Worth(GpuCatalogue.standard(), rules(profile)).settled(chute, instance, "h200");
    }

    @Test
    void rollingUpdatesArePushedOrReplaced() {
        assertThat(rules(ProtocolProfile.P25).rollingUpdate().style()).isEqualTo(Style.PUSHED);
        assertThat(rules(ProtocolProfile.P26B).rollingUpdate().style()).isEqualTo(Style.REPLACED);
    }

    private static ChuteDefinition confidential() {
        return new ChuteDefinition(
                "chute",
                "acme",
                "one",
                "image",
                "acme/one:1",
                1,
                140,
                List.of("h200"),
                "v",
                1,
                "0.6.10",
                "one:chute",
                "one.py",
                "",
                List.of("run"),
                List.of(),
                "gpu",
                true,
                true,
                false,
                false,
                1,
                1,
                16,
                null,
                LaunchProof.NONE,
                TEN,
                TEN);
    }

    private static Instance instance() {
        return new Instance(
                "a",
                "chute",
                "v",
                "0.6.10",
                "5Miner",
                "c",
                null,
                null,
                "127.0.0.1",
                List.of(),
                List.of("gpu"),
                "NVIDIA H200",
                2.75,
                false,
                false,
                0,
                0,
                0,
                TEN,
                TEN,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
