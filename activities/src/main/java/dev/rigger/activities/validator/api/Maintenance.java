package dev.rigger.activities.validator.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Upgrades of attested servers in windows that the validator opens. */
public final class Maintenance {
    private Maintenance() {}

    /** When servers may be upgraded, and which need it. @param window null when none is announced */
    public record Policy(@Nullable Window window, boolean open, int slotsTaken, List<ServerState> servers) {}

    /** @param mostAtOnce servers of one miner that may be down together */
    public record Window(
            String id,
            @Nullable String targetVersion,
            @Nullable Instant from,
            @Nullable Instant until,
            int mostAtOnce) {}

    /** One server in the policy's eyes. */
    public record ServerState(String serverId, @Nullable String version, boolean needsUpgrade, boolean inMaintenance) {}

    /**
     * Whether a server may begin, and what stands in the way.
     *
     * @param blocking instances that are the last of their chute
     * @param slotsTaken servers of this miner that are down already, of {@code mostAtOnce}
     */
    public record Preflight(
            boolean eligible, List<String> reasons, List<Blocking> blocking, int slotsTaken, int mostAtOnce) {}

    /** An instance that may not go yet. */
    public record Blocking(String chuteId, String instanceId) {}

    /** How far a server is. */
    public enum Status {
        NONE,
        PENDING,
        MAINTENANCE
    }

    /** Answer to a request to begin. */
    public sealed interface Begun {
        /** The validator removed those instances; the server may go down. */
        record Now(List<String> purgedInstances) implements Begun {}

        /** 403, 404, 409, 423: not now; {@code why} is the platform's own words. */
        record NotNow(int status, String why) implements Begun {}
    }
}
