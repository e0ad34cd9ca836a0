package dev.rigger.devnet.validator.platform;

import java.time.Instant;

/** A time in which confidential servers are to be brought to a version, so many of each miner at once. */
public record MaintenanceWindow(
        String id,
        String targetMeasurementVersion,
        Instant upgradeWindowStart,
        Instant upgradeWindowEnd,
        int maxConcurrentPerMiner) {}
