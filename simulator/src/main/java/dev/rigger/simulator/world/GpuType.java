package dev.rigger.simulator.world;

import java.util.Comparator;
import java.util.List;

/**
 * One row of the validator's catalogue.
 *
 * @param model the short name
 * @param memoryGb of each GPU
 * @param rate USD an hour, from which multipliers are made
 * @param share how much of all miners' GPUs are of that model; 0 for models that no simulated server has
 * @param trusted whether there are trusted servers with it
 */
public record GpuType(String model, int memoryGb, double rate, double share, boolean trusted) {

    public static final List<GpuType> CATALOGUE = List.of(
            new GpuType("3090", 24, 0.25, 0, false),
            new GpuType("4090", 24, 0.40, 0.10, false),
            new GpuType("5090", 32, 0.70, 0.08, false),
            new GpuType("a6000", 48, 0.50, 0, false),
            new GpuType("l40s", 48, 0.85, 0.12, false),
            new GpuType("a100", 80, 1.20, 0, false),
            new GpuType("a100_sxm", 80, 1.25, 0.16, false),
            new GpuType("h100", 80, 1.79, 0, false),
            new GpuType("pro_6000", 96, 1.80, 0.10, true),
            new GpuType("h100_sxm", 80, 2.35, 0.16, false),
            new GpuType("h200", 140, 2.75, 0.20, true),
            new GpuType("b200", 192, 4.50, 0.08, true));

    private static final double DEAREST = 4.5;
    private static final double PRICE_SPREAD = 2.5;

    /** Compute units a second of one GPU. */
    public double multiplier() {
        return rate / DEAREST;
    }

    /** What a chute with such needs may run on: enough memory, and not much dearer than the cheapest that would do. */
    public static List<GpuType> suiting(int memoryGb, boolean trusted) {
        List<GpuType> enough = CATALOGUE.stream()
                .filter(type -> type.memoryGb >= memoryGb && (!trusted || type.trusted))
                .toList();
        double cheapest = enough.stream()
                .min(Comparator.comparingDouble(GpuType::rate))
                .orElseThrow()
                .rate();
        return enough.stream()
                .filter(type -> type.rate <= PRICE_SPREAD * cheapest || type.model.equals("pro_6000"))
                .toList();
    }
}
