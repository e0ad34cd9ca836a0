package dev.rigger.placement.value;

import dev.rigger.placement.BidPrice;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.GpuKind;
import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a second of a free GPU of each kind is worth. It begins as what the middling chute that may run there pays, and
 * follows slowly what the GPUs of that kind earn.
 */
public final class BidPrices {

    private final FleetView fleet;
    private final Objective objective;
    private final double[] price;

    public BidPrices(FleetView fleet, Objective objective) {
        this.fleet = fleet;
        this.objective = objective;
        price = new double[fleet.kinds().size()];
        Arrays.fill(price, Double.NaN);
        for (BidPrice known : fleet.snapshot().learned().bidPrices()) {
            int kind = fleet.kinds().indexOf(known.gpus());
            if (kind >= 0) {
                price[kind] = known.unitsPerGpuSecond();
            }
        }
        for (int kind = 0; kind < price.length; kind++) {
            if (Double.isNaN(price[kind])) {
                price[kind] = first(kind);
            }
        }
    }

    /** Compute units per GPU second; 0 when bid prices are not used. */
    public double of(int kind) {
        return objective.uses().bidPrice() ? price[kind] : 0;
    }

    /** For the next snapshot: moved a little towards what each kind earns now. */
    public List<BidPrice> next() {
        double[] earned = new double[price.length];
        int[] gpus = new int[price.length];
        for (Pool pool : fleet.pools()) {
            gpus[pool.kind()] += pool.total();
            for (Pool.Holding holding : pool.holdings()) {
                earned[pool.kind()] += rate(holding);
            }
        }
        List<BidPrice> next = new ArrayList<>(price.length);
        for (int kind = 0; kind < price.length; kind++) {
            double now = gpus[kind] == 0 ? price[kind] : earned[kind] / gpus[kind];
            double moved = price[kind] + objective.bidPriceWeight() * (now - price[kind]);
            next.add(new BidPrice(fleet.kinds().get(kind), moved));
        }
        return next;
    }

    private double rate(Pool.Holding holding) {
        Deployment copy = fleet.deployment(holding.deployment());
        if (copy.stage() != Stage.ACTIVE) {
            return 0;
        }
        Double multiplier = copy.multiplier();
        int chute = fleet.chuteOf(holding.deployment());
        if (multiplier != null) {
            return multiplier;
        }
        return chute == FleetView.NONE ? 0 : fleet.chute(chute).worth().now();
    }

    private double first(int kind) {
        GpuKind gpus = fleet.kinds().get(kind);
        double[] rates = new double[fleet.chutes()];
        int count = 0;
        for (int c = 0; c < rates.length; c++) {
            Chute chute = fleet.chute(c);
            if (chute.tee() == gpus.tee()
                    && chute.worth().now() > 0
                    && !chute.banned()
                    && !chute.jobOnly()
                    && contains(fleet.kindsOfChute(c), kind)) {
                rates[count++] = chute.worth().now() / chute.gpuCount();
            }
        }
        Arrays.sort(rates, 0, count);
        return count == 0 ? 0 : rates[count / 2];
    }

    private static boolean contains(int[] kinds, int kind) {
        for (int each : kinds) {
            if (each == kind) {
                return true;
            }
        }
        return false;
    }
}
