package dev.rigger.placement.search;

import static dev.rigger.placement.Altered.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.BidPrice;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Worth;
import dev.rigger.placement.Fleets;
import dev.rigger.placement.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A full fleet in which nothing better is to be had is left alone, a day long, planned for again every two minutes. */
class NoThrashTest {

    private static final Duration EVERY = Duration.ofMinutes(2);

    @Test
    @Tag("scenario-106")
    void whereAllIsWorthTheSameNothingIsEvicted() {
        assertThat(evictionsOfADay(() -> 1)).isZero();
    }

    @Test
    @Tag("scenario-107")
    void whereWorthSwingsByATenthNothingIsEvicted() {
        Random dice = new Random(3);

        assertThat(evictionsOfADay(() -> 0.9 + 0.2 * dice.nextDouble())).isZero();
        assertThat(evictionsOfADay(() -> dice.nextBoolean() ? 0.9 : 1.1)).isZero();
    }

    private static int evictionsOfADay(DoubleSupplier worth) {
        List<Server> servers = new ArrayList<>();
        List<Deployment> copies = new ArrayList<>();
        for (int s = 0; s < 4; s++) {
            Server server = Fleets.server("s" + s, 8, "h100", 2);
            for (int g = 0; g < 8; g++) {
                String id = "d" + s + "-" + g;
                server = Fleets.holding(server, id, g, 1);
                copies.add(with(Fleets.copy(id, "c" + (8 * s + g) % 10, "s" + s, 1), "multiplier", null));
            }
            servers.add(server);
        }
        BidPricePlanner planner = new BidPricePlanner();
        List<BidPrice> prices = List.of();
        int evictions = 0;
        int launches = 0;
        Instant end = Fleets.NOW.plus(Duration.ofHours(24));
        for (Instant now = Fleets.NOW; now.isBefore(end); now = now.plus(EVERY)) {
            List<Chute> chutes = new ArrayList<>();
            for (int c = 0; c < 20; c++) {
                chutes.add(with(
                        with(Fleets.chute("c" + c, 1, 1, "h100"), "worth", Worth.steady(worth.getAsDouble())),
                        "demand",
                        new Demand(true, 12, 6, 6, 0.9)));
            }
            FleetSnapshot fleet =
                    with(Fleets.fleet(servers, chutes, copies.toArray(Deployment[]::new)), "takenAt", now);
            fleet = with(fleet, "demandSeenAt", now);
            Plan plan = planner.plan(with(fleet, "learned", new Learned(prices, List.of(), List.of())));
            prices = plan.bidPrices();
            evictions += plan.evictions().size();
            launches += plan.launches().size();
        }
        assertThat(launches).isEqualTo(evictions);
        return evictions;
    }
}
