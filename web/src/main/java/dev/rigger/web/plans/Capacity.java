package dev.rigger.web.plans;

import dev.rigger.inventory.StoredPlan;
import dev.rigger.placement.capacity.CapacityAdvice;
import dev.rigger.placement.capacity.CapacityAdvice.Release;
import dev.rigger.placement.capacity.CapacityAdvice.Rent;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one server more of each kind would bring, and what each of the least useful would cost to lose.
 *
 * @param planId whose fleet it was asked about
 * @param text for a person
 * @param assumes what has to stay as it is for the numbers to hold
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record Capacity(
        String planId,
        String madeAt,
        String text,
        List<More> rent,
        List<Less> release,
        List<String> assumes,
        int plansMade) {

    /**
     * @param kind GPU model, and whether its servers are trusted
     * @param gpuSecond compute units that one of its GPUs would bring in a second
     * @param usdPerDay null when nobody said what a unit is worth
     * @param costPerDay USD; null when the fleet has none of that kind
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record More(
            String kind,
            int gpus,
            double unitsPerDay,
            double gpuSecond,
            @Nullable Double usdPerDay,
            @Nullable Double costPerDay,
            boolean pays) {
        static More of(Rent rent) {
            return new More(
                    rent.kind().toString(),
                    rent.gpus(),
                    rent.unitsPerDay(),
                    rent.shadowPrice(),
                    rent.usdPerDay(),
                    rent.costPerDay(),
                    rent.pays());
        }
    }

    /**
     * @param gpuSecond compute units that one of its GPUs brings in a second
     * @param usdPerDay null when nobody said what a unit is worth
     * @param savedPerDay USD
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Less(
            String serverId,
            String name,
            int gpus,
            double unitsPerDay,
            double gpuSecond,
            @Nullable Double usdPerDay,
            double savedPerDay,
            boolean pays) {
        static Less of(Release release) {
            return new Less(
                    release.serverId(),
                    release.name(),
                    release.gpus(),
                    release.unitsPerDay(),
                    release.shadowPrice(),
                    release.usdPerDay(),
                    release.savedPerDay(),
                    release.pays());
        }
    }

    static Capacity of(StoredPlan plan, CapacityAdvice advice) {
        return new Capacity(
                plan.planId(),
                plan.madeAt().toString(),
                Stream.of(
                                advice.rent().stream().map(Rent::text),
                                advice.release().stream().map(Release::text),
                                advice.assumes().stream())
                        .flatMap(lines -> lines)
                        .collect(Collectors.joining("\n")),
                advice.rent().stream().map(More::of).toList(),
                advice.release().stream().map(Less::of).toList(),
                advice.assumes(),
                advice.plansMade());
    }
}
