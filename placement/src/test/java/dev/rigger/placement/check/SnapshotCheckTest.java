package dev.rigger.placement.check;

import static dev.rigger.placement.Fleets.NOW;
import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rigger.placement.BadSnapshotException;
import dev.rigger.placement.BidPrice;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.FleetSnapshot.Worth;
import dev.rigger.placement.Fleets;
import dev.rigger.placement.GpuKind;
import dev.rigger.placement.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotCheckTest {
    private static final Chute CHUTE = chute("llama", 2, 1, "h200");

    @Test
    void anOrdinaryFleetPasses() {
        passes(fleet(
                List.of(holding(server("a", 8, "h200", 2), "d1", 0, 2), server("b", 8, "a10", 1)),
                List.of(CHUTE, chute("qwen", 1, 2, "h200")),
                copy("d1", "qwen", "a", 1)));
    }

    @Test
    void anEmptyFleetPasses() {
        passes(fleet(List.of(), List.of()));
    }

    @Test
    void aGpuWithTwoOwnersIsRefusedWithBothNames() {
        Server twice =
                withGpus(server("a", 2, "h200", 2), new Gpu("g", "h200", true, "d1"), new Gpu("g", "h200", true, "d2"));

        refused("GPU_OWNED_TWICE", fleet(List.of(twice), List.of(CHUTE)), "GPU g of server a", "d1", "d2");
    }

    @Test
    void aGpuOnTwoServersIsRefused() {
        Server other = withGpus(server("b", 1, "h200", 2), new Gpu("a-0", "h200", true, null));

        refused("LISTED_TWICE", fleet(List.of(server("a", 2, "h200", 2), other), List.of()), "GPU a-0 of server b");
    }

    @Test
    void idsThatOccurTwiceAreRefused() {
        Server a = server("a", 1, "h200", 2);
        Deployment d = copy("d", "llama", "a", 1);

        refused("LISTED_TWICE", fleet(List.of(a, withGpus(a)), List.of()), "Server a");
        refused("LISTED_TWICE", fleet(List.of(a), List.of(CHUTE, CHUTE)), "Chute llama");
        refused("LISTED_TWICE", fleet(List.of(a), List.of(CHUTE), d, d), "Deployment d");
    }

    @Test
    void aDeploymentOnAnUnknownServerIsRefused() {
        refused(
                "UNKNOWN_SERVER",
                fleet(List.of(server("a", 1, "h200", 2)), List.of(CHUTE), copy("d", "llama", "gone", 1)),
                "Deployment d",
                "gone");
    }

    @Test
    void aGpuHeldByNobodyKnownIsRefused() {
        refused(
                "UNKNOWN_OWNER",
                fleet(List.of(holding(server("a", 1, "h200", 2), "ghost", 0, 1)), List.of(CHUTE)),
                "GPU a-0 of server a",
                "ghost");
    }

    @Test
    void aGpuHeldByADeploymentOfAnotherServerIsRefused() {
        refused(
                "GPU_OF_ANOTHER_SERVER",
                fleet(
                        List.of(holding(server("a", 1, "h200", 2), "d", 0, 1), server("b", 1, "h200", 2)),
                        List.of(CHUTE),
                        copy("d", "llama", "b", 1)),
                "server a",
                "server b");
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300}) {
            refused("NOT_A_NUMBER", fleet(List.of(server("a", 1, "h200", wrong)), List.of()), "hourlyCost");
            refused("NOT_A_NUMBER", fleet(List.of(), List.of(chute("c", wrong, 1, "h200"))), "Chute c", "worth.now");
            refused("NOT_A_NUMBER", priced(new BidPrice(new GpuKind("h200", false), wrong)), "h200");
        }
        refused(
                "NOT_A_NUMBER",
                fleet(List.of(server("a", 1, "h200", 1)), List.of(CHUTE), copy("d", "llama", "a", Double.NaN)),
                "Deployment d");
    }

    @Test
    void whatIsBelowItsLeastIsRefused() {
        Server a = server("a", 1, "h200", 1);
        refused(
                "NEGATIVE",
                fleet(List.of(server("a", 1, "h200", -0.01)), List.of()),
                "Server a",
                "hourlyCost",
                "-0.01");
        refused("NEGATIVE", fleet(List.of(), List.of(chute("c", 1, 0, "h200"))), "Chute c", "gpuCount is 0");
        refused("NEGATIVE", fleet(List.of(), List.of(chute("c", 1, -8, "h200"))), "gpuCount is -8");
        refused("NEGATIVE", fleet(List.of(a), List.of(CHUTE), copy("d", "llama", "a", -1)), "multiplier");
        refused("NEGATIVE", priced(new BidPrice(new GpuKind("h200", true), -1)), "h200 (trusted)");
        refused("NEGATIVE", fleet(List.of(), List.of(wanted(new Demand(true, -1, 0, 0, 0)))), "demand.target");
        refused("NEGATIVE", fleet(List.of(), List.of(wanted(new Demand(true, 1, -2, 0, 0)))), "demand.active");
        refused("NEGATIVE", limited(new Limits(8, 0, 2, 64, 8, Duration.ZERO, Duration.ZERO)), "serversPerLaunch");
        refused("NEGATIVE", limited(new Limits(8, 4, 2, 64, 8, Duration.ofMillis(-1), Duration.ZERO)), "nextPlanAfter");
    }

    @Test
    void whatHappensLaterThanTheSnapshotIsRefused() {
        Server a = server("a", 1, "h200", 1);

        refused(
                "IN_THE_FUTURE",
                fleet(List.of(a), List.of(CHUTE), at("d", NOW.plus(Duration.ofHours(1)))),
                "createdAt");
        passes(fleet(List.of(a), List.of(CHUTE), at("d", NOW.plus(Duration.ofMinutes(4)))));
    }

    @Test
    void aMillionChutesAreRefusedUnread() {
        refused("TOO_MANY", fleet(List.of(), Collections.nCopies(1_000_000, CHUTE)), "1000000 chutes", "100000");
    }

    @Test
    void aFieldThatMayNotBeEmptyIsRefused() {
        refused("MISSING", fleet(List.of(), List.of(chute("", 1, 1, "h200"))), "id is missing");
    }

    @Test
    void whatTheInventoryMayHoldForAWhilePasses() {
        Server a = holding(server("a", 4, "h200", 1), "reserved-since", 0, 1);
        FleetSnapshot base = fleet(
                List.of(a),
                List.of(chute("free", -1, 1, "h200"), chute("impossible", 1, 64)),
                copy("of-a-forgotten-chute", "forgotten", "a", 1));

        passes(new FleetSnapshot(
                base.takenAt(),
                base.effort(),
                base.rules(),
                base.limits(),
                null,
                List.of(new Server(
                        "a",
                        "a",
                        true,
                        false,
                        false,
                        0,
                        a.health(),
                        new Shares(0, 0, -5),
                        null,
                        a.gpus(),
                        List.of("forgotten"))),
                base.chutes(),
                base.deployments(),
                List.of(BackOff.ofServer("gone", "FAILED", NOW.minus(Duration.ofDays(1)))),
                List.of(
                        new OpenLaunch("reserved-since", "forgotten", "a", List.of("a-0")),
                        new OpenLaunch("lost", "forgotten", "gone", List.of("gone-0"))),
                base.learned()));
    }

    private static void passes(FleetSnapshot snapshot) {
        assertThatCode(() -> SnapshotCheck.check(snapshot)).doesNotThrowAnyException();
    }

    private static void refused(String code, FleetSnapshot snapshot, String... named) {
        assertThatExceptionOfType(BadSnapshotException.class)
                .isThrownBy(() -> SnapshotCheck.check(snapshot))
                .satisfies(bad -> assertThat(bad.code()).isEqualTo(code))
                .withMessageContainingAll(named)
                .withMessageContaining("(" + code + "). ")
                .withMessageEndingWith(".");
    }

    private static Server withGpus(Server server, Gpu... gpus) {
        return new Server(
                server.serverId(),
                server.name(),
                true,
                false,
                false,
                server.hourlyCost(),
                server.health(),
                server.shares(),
                null,
                List.of(gpus),
                List.of());
    }

    private static Chute wanted(Demand demand) {
        return new Chute(
                "c",
                "c",
                "v1",
                List.of("h200"),
                1,
                false,
                false,
                false,
                true,
                Worth.steady(1),
                null,
                demand,
                CHUTE.needs(),
                null,
                List.of());
    }

    private static Deployment at(String id, Instant createdAt) {
        return new Deployment(id, "llama", "v1", "a", Stage.PENDING, false, true, false, null, 10, createdAt, null);
    }

    private static FleetSnapshot priced(BidPrice price) {
        return with(Limits.DEFAULTS, new Learned(List.of(price), List.of(), List.of()));
    }

    private static FleetSnapshot limited(Limits limits) {
        return with(limits, Learned.NOTHING);
    }

    private static FleetSnapshot with(Limits limits, Learned learned) {
        FleetSnapshot base = fleet(List.of(), List.of());
        return new FleetSnapshot(
                NOW,
                base.effort(),
                Fleets.RULES,
                limits,
                NOW,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                learned);
    }
}
