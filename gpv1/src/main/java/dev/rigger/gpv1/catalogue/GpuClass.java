package dev.rigger.gpv1.catalogue;

import dev.rigger.gpv1.GpuIdentity;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One class of GPUs.
 *
 * @param shortRef the platform's name for it, such as {@code h200}
 * @param modelName found in the device names of this class ({@code model_name_check} on the wire)
 * @param memoryGb VRAM in units of 10^9 bytes, as sold
 * @param processors streaming multiprocessors
 * @param maxThreadsPerProcessor resident threads of one processor
 * @param hourlyRateUsd what the platform reckons an hour of one at
 * @param gravalIterations iterations of the platform's own proof
 * @param gravalEstimateSeconds how long that proof takes on a whole server
 * @param details what is published for older classes only
 * @param deviceName a name that a driver gives to such a GPU
 */
public record GpuClass(
        String shortRef,
        Pattern modelName,
        int memoryGb,
        int processors,
        int clockBaseMhz,
        int clockBoostMhz,
        int maxThreadsPerProcessor,
        double hourlyRateUsd,
        int gravalIterations,
        int gravalEstimateSeconds,
        @Nullable Details details,
        String deviceName) {
    /** The dearest class is 1. */
    private static final double DEAREST_HOURLY_RATE_USD = 4.5;

    /** @param major compute capability */
    public record Details(int major, int minor, int tensorCores, boolean concurrentKernels, boolean ecc, boolean sxm) {}

    /** Whether it is AMD's, whose drivers call a device by its architecture. */
    public boolean isAmd() {
        return deviceName.startsWith("gfx");
    }

    /** What an hour on it counts, relative to the dearest class. */
    public double computeMultiplier() {
        return hourlyRateUsd / DEAREST_HOURLY_RATE_USD;
    }

    /** A device of this class that meets every rule of the catalogue: full memory, boost clock. */
    public GpuIdentity device(String uuid) {
        return new GpuIdentity(
                deviceName, uuid, (long) memoryGb << 30, processors, clockBoostMhz * 1_000L, maxThreadsPerProcessor);
    }
}
