package dev.rigger.placement.capacity;

import dev.rigger.placement.GpuKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What servers more or less would bring, each by itself: two that are released together lose more than their sum.
 *
 * @param rent one more server of each kind, what brings most units a GPU first
 * @param release servers that could go, what costs least units a GPU first
 * @param assumes what has to stay as it is for the numbers to hold
 * @param plansMade how many plans were made to find out
 */
public record CapacityAdvice(List<Rent> rent, List<Release> release, List<String> assumes, int plansMade) {

    /** What is rented has to bring so much more than it costs, because demand moves faster than contracts. */
    private static final double MARGIN = 1.3;

    public CapacityAdvice {
        rent = List.copyOf(rent);
        release = List.copyOf(release);
        assumes = List.copyOf(assumes);
    }

    /**
     * @param gpus how many the server would have
     * @param unitsPerDay compute units that it would add
     * @param shadowPrice the same for one of its GPUs and second
     * @param usdPerDay what those units are worth; null when nobody knows what a unit is worth
     * @param costPerDay USD, at what the fleet pays for that kind; null when it has none
     */
    public record Rent(
            GpuKind kind,
            int gpus,
            double unitsPerDay,
            double shadowPrice,
            @Nullable Double usdPerDay,
            @Nullable Double costPerDay) {

        /** Whether it would bring clearly more than it costs; false as long as one of the two is not known. */
        public boolean pays() {
            return usdPerDay != null && costPerDay != null && usdPerDay > MARGIN * costPerDay;
        }

        /** Such as {@code Rent one more h200 server (8 GPUs): +276,480 units a day, worth 276 USD at a cost of 384 USD.} */
        public String text() {
            String money = usdPerDay == null ? "" : ", worth " + number(usdPerDay) + " USD";
            String cost = costPerDay == null ? "" : " at a cost of " + number(costPerDay) + " USD";
            return "Rent one more " + kind + " server (" + gpus + (gpus == 1 ? " GPU" : " GPUs") + "): +"
                    + number(unitsPerDay) + " units a day" + money + cost + (pays() ? ", which pays." : ".");
        }
    }

    /**
     * @param unitsPerDay compute units that would be lost, after all that can has moved elsewhere
     * @param shadowPrice the same for one of its GPUs and second
     * @param usdPerDay what those units are worth; null when nobody knows what a unit is worth
     * @param savedPerDay USD
     */
    public record Release(
            String serverId,
            String name,
            int gpus,
            double unitsPerDay,
            double shadowPrice,
            @Nullable Double usdPerDay,
            double savedPerDay) {

        /** Whether what it saves is more than what it brings; false as long as nobody knows what a unit is worth. */
        public boolean pays() {
            return usdPerDay != null && usdPerDay < savedPerDay;
        }

        /** Such as {@code Release a10-03: -240 units a day, worth 1.20 USD, saves 48 USD, which pays.} */
        public String text() {
            return "Release " + name + ": -" + number(unitsPerDay) + " units a day"
                    + (usdPerDay == null ? "" : ", worth " + number(usdPerDay) + " USD") + ", saves "
                    + number(savedPerDay) + " USD" + (pays() ? ", which pays." : ".");
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 && value != 0 ? "%.2f" : "%,.0f", value);
    }
}
