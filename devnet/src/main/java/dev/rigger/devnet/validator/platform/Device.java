package dev.rigger.devnet.validator.platform;

import org.jspecify.annotations.Nullable;

/**
 * A GPU as a miner declares it, on {@code POST /nodes/} and in a claim.
 *
 * @param memory bytes
 * @param clockRate kHz
 */
public record Device(
        String uuid,
        String name,
        long memory,
        int processors,
        double clockRate,
        int maxThreadsPerProcessor,
        @Nullable Integer deviceIndex,
        @Nullable String gpuIdentifier,
        @Nullable String verificationHost,
        @Nullable Integer verificationPort) {}
