package dev.rigger.devnet.validator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.operator.OperatorAction;
import dev.rigger.devnet.validator.platform.EndReason;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.WireJson;
import dev.rigger.devnet.validator.world.Story.Happening;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-08-05T00:00:00Z");

    /** A devnet in which time passes only when it is told to. */
    private static DevnetValidator devnet(long seed) {
        return DevnetValidator.builder()
                .clock(DevnetClock.over(() -> MIDNIGHT))
                .world(seed)
                .start();
    }

    private static List<Happening> dayOf(long seed) {
        try (DevnetValidator devnet = devnet(seed)) {
            devnet.clockwork().advance(Duration.ofHours(3));
            return devnet.world().orElseThrow().story().all();
        }
    }

    @Test
    void aDayPassesWithoutABrokenRuleAndSomethingOfEverythingHappens() {
        try (DevnetValidator devnet = devnet(7)) {
            devnet.clockwork().advance(Duration.ofDays(1));

            assertThat(devnet.platform().incidents()).isEmpty();
            assertThat(devnet.platform().instances().all())
                    .hasSizeGreaterThan(10)
                    .allSatisfy(instance -> assertThat(instance.multiplier()).isPositive());
            assertThat(devnet.platform().instances().ended())
                    .filteredOn(ended -> ended.reason().equals(EndReason.AUTOSCALER.text()))
                    .isNotEmpty()
                    .allSatisfy(ended -> assertThat(ended.instance().activatedAt())
                            .isBeforeOrEqualTo(ended.deletedAt().minus(Duration.ofMinutes(63))));
            assertThat(devnet.invocations().recent("", 10_000)).hasSizeGreaterThan(500);
            assertThat(devnet.platform().jobs().all())
                    .filteredOn(job -> job.status() == Job.Status.COMPLETE)
                    .isNotEmpty();
        }
    }

    @Test
    void onlyTheThirdProbeThatFailsEndsAnInstance() {
        try (DevnetValidator devnet = devnet(7)) {
            devnet.clockwork().advance(Duration.ofHours(1));
            List<Instance> active = devnet.platform().instances().all().stream()
                    .filter(Instance::active)
                    .toList();
            order(devnet, OperatorAction.FAIL_PROBES, "instance", active.get(0).instanceId(), "probes", "2");
            order(devnet, OperatorAction.FAIL_PROBES, "instance", active.get(1).instanceId(), "probes", "3");

            devnet.clockwork().advance(Duration.ofMinutes(2));

            assertThat(devnet.platform().instances().byId(active.get(0).instanceId()))
                    .isPresent();
            assertThat(devnet.platform().instances().ended())
                    .filteredOn(ended ->
                            ended.instance().instanceId().equals(active.get(1).instanceId()))
                    .extracting(ended -> ended.reason())
                    .containsExactly(EndReason.WATCHTOWER.text());
        }
    }

    @Test
    void usersThatAreTurnedAwayRaiseATargetUnlessItIsTheOperators() {
        try (DevnetValidator devnet = devnet(7)) {
            devnet.clockwork().advance(Duration.ofHours(1));
            List<String> served = devnet.platform().standings().stream()
                    .filter(standing ->
                            standing.active() > 0 && standing.chute().open())
                    .map(standing -> standing.chute().chuteId())
                    .limit(2)
                    .toList();
            for (String chute : served) {
                order(devnet, OperatorAction.SET_UTILIZATION, "chute", chute, "utilization", "4");
            }
            order(devnet, OperatorAction.SET_TARGET, "chute", served.get(1), "target", "1");

            devnet.clockwork().advance(Duration.ofMinutes(10));

            assertThat(devnet.platform().standing(served.get(0)).target()).isGreaterThan(2);
            assertThat(devnet.platform().standing(served.get(0)).chute().boost())
                    .isGreaterThan(1);
            assertThat(devnet.platform().standing(served.get(1)).target()).isEqualTo(1);
        }
    }

    @Test
    void aStillDevnetSaysThatNobodyProbes() {
        try (DevnetValidator devnet = DevnetValidator.builder().start()) {
            assertThatThrownBy(() -> order(devnet, OperatorAction.FAIL_PROBES, "instance", "any"))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("WORLD_STANDS_STILL"));
        }
    }

    /** Fields and their values, which are numbers where they look so. */
    private static void order(DevnetValidator devnet, OperatorAction action, String... fields) {
        ObjectNode order = WireJson.MAPPER.createObjectNode();
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i + 1].matches("\\d")) {
                order.put(fields[i], Integer.parseInt(fields[i + 1]));
            } else {
                order.put(fields[i], fields[i + 1]);
            }
        }
        devnet.operator().perform(action, order);
    }

    @Test
    void theSameSeedTellsTheSameStoryAndAnotherSeedAnother() {
        List<Happening> story = dayOf(3);

        assertThat(story).hasSizeGreaterThan(100).isEqualTo(dayOf(3));
        assertThat(story).isNotEqualTo(dayOf(4));
    }
}
