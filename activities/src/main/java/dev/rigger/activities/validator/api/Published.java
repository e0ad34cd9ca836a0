package dev.rigger.activities.validator.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a validator publishes of miners. */
public final class Published {
    private Published() {}

    /** Shares of all miners, by hotkey. */
    public record Scores(Map<String, Double> finals) {}

    /** A miner's work in a window. */
    public record Work(
            String hotkey,
            long instances,
            long bounties,
            double computeSeconds,
            double computeUnits,
            long invocations) {}

    /** How many different chutes a miner had at a time, of all there were. */
    public record UniqueChutes(Instant time, long count, long total) {}

    /** An hourly report. @param path for {@link PublicRecords#auditFile} */
    public record AuditEntry(
            String entryId,
            @Nullable String hotkey,
            long block,
            String path,
            @Nullable Instant startTime) {}

    /** A row of the metagraph. */
    public record Neuron(String hotkey, int nodeId) {}

    /** What became of a download. */
    public sealed interface Download {
        record Saved(long bytes) implements Download {}

        /** 404: there is none for that time. */
        record NotThere() implements Download {}

        record Refused(int status, String why) implements Download {}
    }

    /** What became of an hourly report of ours. */
    public sealed interface Upload {
        record Accepted() implements Upload {}

        record Refused(int status, String why) implements Upload {}
    }
}
