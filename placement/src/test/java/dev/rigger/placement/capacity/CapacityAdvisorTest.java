package dev.rigger.placement.capacity;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.GpuKind;
import dev.rigger.placement.Limits;
import dev.rigger.placement.Planner;
import dev.rigger.placement.RandomFleets;
import dev.rigger.placement.capacity.CapacityAdvice.Release;
import dev.rigger.placement.capacity.CapacityAdvice.Rent;
import dev.rigger.placement.search.BidPricePlanner;
import dev.rigger.placement.value.Objective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityAdvisorTest {
    private static final double HORIZONS_A_DAY = Duration.ofDays(1).toSeconds()
            / (double) Objective.DEFAULT.horizon().toSeconds();
    private static final Limits GENEROUS =
            new Limits(10_000, 4, 10_000, 10_000, 8, Duration.ofMillis(500), Duration.ofMinutes(5));

    private final Planner planner = new BidPricePlanner();
    private final CapacityAdvisor advisor = new CapacityAdvisor(planner, Objective.DEFAULT.horizon());

    /** One chute that wants more h200 GPUs than there are, and none that wants an a10. */
    private final FleetSnapshot scarce = fleet(
            List.of(holding(server("busy", 8, "h200", 2), "d", 0, 8), server("idle", 8, "a10", 0.25)),
            List.of(chute("llama", 4, 8, "h200")),
            copy("d", "llama", "busy", 4));

    @Test
    void whatIsWantedIsWorthRentingAndWhatNobodyWantsIsNot() {
        CapacityAdvice advice = advisor.advise(scarce, null);

        assertThat(advice.rent()).first().satisfies(rent -> {
            assertThat(rent.kind()).isEqualTo(new GpuKind("h200", false));
            assertThat(rent.gpus()).isEqualTo(8);
            assertThat(rent.unitsPerDay()).isBetween(0.7 * 4 * 86_400, 1.01 * 4 * 86_400);
            assertThat(rent.shadowPrice()).isCloseTo(rent.unitsPerDay() / 8 / 86_400, within(1e-9));
        });
        assertThat(rent(advice, "a10").unitsPerDay()).isZero();
        assertThat(release(advice, "idle").unitsPerDay()).isZero();
        assertThat(release(advice, "busy").unitsPerDay()).isGreaterThan(3 * 86_400);
        assertThat(advice.release().getFirst().name()).isEqualTo("idle");
    }

    @Test
    void whereAUnitIsWorthSomethingAdviceIsInMoneyToo() {
        CapacityAdvice advice = advisor.advise(scarce, 0.001);

        Rent rent = rent(advice, "h200");
        assertThat(rent.usdPerDay()).isCloseTo(rent.unitsPerDay() / 1_000, within(1e-6));
        assertThat(rent.costPerDay()).isEqualTo(2.0 * 8 * 24);
        assertThat(rent.text())
                .matches(
                        "Rent one more h200 server \\(8 GPUs\\): \\+[0-9,]+ units a day, worth [0-9]+ USD at a cost of 384 USD\\.");
        assertThat(release(advice, "idle").text())
                .isEqualTo("Release idle: -0 units a day, worth 0 USD, saves 48 USD, which pays.");
    }

    @Test
    void whatAUnitIsWorthDecidesWhatPays() {
        CapacityAdvice cheap = advisor.advise(scarce, 0.001);
        CapacityAdvice dear = advisor.advise(scarce, 0.01);

        assertThat(rent(cheap, "h200").pays()).isFalse();
        assertThat(rent(dear, "h200").pays()).isTrue();
        assertThat(rent(dear, "h200").text()).endsWith("at a cost of 384 USD, which pays.");
        assertThat(release(cheap, "busy").pays()).isTrue();
        assertThat(release(dear, "busy").pays()).isFalse();
        assertThat(rent(advisor.advise(scarce, null), "h200").pays()).isFalse();
    }

    @Test
    void whatItAssumesIsTold() {
        assertThat(advisor.advise(scarce, null).assumes())
                .hasSize(4)
                .last()
                .asString()
                .contains("worth");
        assertThat(advisor.advise(scarce, 1.0).assumes()).hasSize(3);
    }

    @Test
    void chutesMayAskForAKindThatTheFleetDoesNotHave() {
        CapacityAdvice advice =
                advisor.advise(fleet(List.of(), List.of(with(chute("llama", 2, 1, "b200"), "tee", true))), null);

        assertThat(advice.rent()).singleElement().satisfies(rent -> {
            assertThat(rent.kind()).isEqualTo(new GpuKind("b200", true));
            assertThat(rent.unitsPerDay()).isPositive();
            assertThat(rent.costPerDay()).isNull();
        });
        assertThat(advice.release()).isEmpty();
    }

    @Test
    void numbersAgreeWithPlanningWithAndWithoutTheServer() {
        for (long seed = 0; seed < 40; seed++) {
            FleetSnapshot snapshot = with(RandomFleets.ordinary(seed, 4, 12), "limits", GENEROUS);
            CapacityAdvice advice = advisor.advise(snapshot, null);
            double now = planner.plan(snapshot).quality().value();

            for (Release release : advice.release()) {
                double change = now
                        - planner.plan(without(snapshot, release.serverId()))
                                .quality()
                                .value();
                assertThat(release.unitsPerDay() / HORIZONS_A_DAY)
                        .as("seed %d, without %s", seed, release.name())
                        .isCloseTo(Math.max(0, change), within(1e-6 + 1e-9 * now));
            }
            Server like = snapshot.servers().getFirst();
            FleetSnapshot more = with(
                    snapshot,
                    "servers",
                    plus(
                            snapshot.servers(),
                            with(
                                    with(
                                            server(
                                                    "more",
                                                    8,
                                                    like.gpus().getFirst().model(),
                                                    1),
                                            "tee",
                                            like.tee()),
                                    "shares",
                                    new Shares(100, 1_000, null))));
            double gain = planner.plan(more).quality().value() - now;
            assertThat(rent(advice, like.gpus().getFirst().model(), like.tee()).unitsPerDay() / HORIZONS_A_DAY)
                    .as("seed %d, with one more", seed)
                    .isLessThanOrEqualTo(Math.max(0, gain) * 1.02 + 1);
        }
    }

    @Test
    void itMakesNoMorePlansThanItMay() {
        CapacityAdvice advice =
                new CapacityAdvisor(planner, Objective.DEFAULT.horizon(), 3).advise(RandomFleets.of(1, 9, 20), null);

        assertThat(advice.plansMade()).isEqualTo(3);
        assertThat(advice.rent()).hasSize(2);
        assertThat(advice.release()).isEmpty();
    }

    private static Rent rent(CapacityAdvice advice, String model) {
        return rent(advice, model, false);
    }

    private static Rent rent(CapacityAdvice advice, String model, boolean tee) {
        return advice.rent().stream()
                .filter(rent -> rent.kind().equals(new GpuKind(model, tee)))
                .findFirst()
                .orElseThrow();
    }

    private static Release release(CapacityAdvice advice, String name) {
        return advice.release().stream()
                .filter(release -> release.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Server> plus(List<Server> servers, Server another) {
        List<Server> more = new ArrayList<>(servers);
        more.add(another);
        return more;
    }

    private static FleetSnapshot without(FleetSnapshot snapshot, String serverId) {
        FleetSnapshot left = with(
                snapshot,
                "servers",
                snapshot.servers().stream()
                        .filter(server -> !server.serverId().equals(serverId))
                        .toList());
        left = with(
                left,
                "deployments",
                snapshot.deployments().stream()
                        .filter(copy -> !copy.serverId().equals(serverId))
                        .toList());
        return with(
                left,
                "openLaunches",
                snapshot.openLaunches().stream()
                        .filter(launch -> !launch.serverId().equals(serverId))
                        .toList());
    }
}
