package dev.rigger.devnet.validator.platform;

import java.time.Instant;

/**
 * An hourly report, a miner's or the platform's own.
 *
 * @param block of the chain at which its hash was committed
 * @param content the bytes as they came, as text
 */
public record AuditEntry(
        String entryId,
        String hotkey,
        long block,
        String path,
        Instant createdAt,
        Instant startTime,
        Instant endTime,
        String content) {}
