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

        /** Such as {@code Rent one more h200 server (8 GPUs): +12,300 units a day, worth 41 USD at a cost of 528 USD.} */
        public String text() {
            return "Rent one more " + kind + " server (" + gpus + (gpus == 1 ? " GPU" : " GPUs") + "): +"
                    + number(unitsPerDay) + " units a day" + worth(usdPerDay)
                    + (costPerDay == null
                            ? ""
                            : (usdPerDay == null ? ", at a cost of " : " at a cost of ") + number(costPerDay) + " USD")
                    + ".";
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

        /** Such as {@code Release a10-03: -240 units a day, worth 1 USD, saves 48 USD.} */
        public String text() {
            return "Release " + name + ": -" + number(unitsPerDay) + " units a day" + worth(usdPerDay) + ", saves "
                    + number(savedPerDay) + " USD.";
        }
    }

    private static String worth(@Nullable Double usd) {
        return usd == null ? "" : ", worth " + number(usd) + " USD";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 && value != 0 ? "%.2f" : "%,.0f", value);
    }
}
