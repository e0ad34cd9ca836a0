package dev.rigger.placement.rules;

import dev.rigger.placement.FleetSnapshot.BackOff;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Until when chutes, servers, and chutes on servers are left alone. What has passed already is not in it. */
public final class BackOffs {

    private final @Nullable Instant[] chutes;
    private final @Nullable Instant[] servers;
    private final Map<Long, Instant> pairs = new HashMap<>();

    BackOffs(FleetView fleet) {
        chutes = new Instant[fleet.chutes()];
        servers = new Instant[fleet.servers()];
        Instant now = fleet.snapshot().takenAt();
        for (BackOff backOff : fleet.snapshot().backOffs()) {
            if (backOff.until().isAfter(now)) {
                add(fleet, backOff);
            }
        }
    }

    private void add(FleetView fleet, BackOff backOff) {
        String chuteId = backOff.chuteId();
        String serverId = backOff.serverId();
        int chute = chuteId == null ? FleetView.NONE : fleet.chuteNumber(chuteId);
        int server = serverId == null ? FleetView.NONE : fleet.serverNumber(serverId);
        if (chuteId != null && serverId != null) {
            pairs.merge(pair(chute, server), backOff.until(), BackOffs::later);
        } else if (chuteId != null) {
            extend(chutes, chute, backOff.until());
        } else if (serverId != null) {
            extend(servers, server, backOff.until());
        } else {
            for (int s = 0; s < servers.length; s++) {
                extend(servers, s, backOff.until());
            }
        }
    }

    private static void extend(@Nullable Instant[] of, int number, Instant until) {
        if (number != FleetView.NONE) {
            Instant known = of[number];
            of[number] = known == null ? until : later(known, until);
        }
    }

    /** Until when the chute is not launched anywhere; null when it may be now. */
    public @Nullable Instant ofChute(int chute) {
        return chutes[chute];
    }

    /** Until when nothing is launched on the server; null when it may be now. */
    public @Nullable Instant ofServer(int server) {
        return servers[server];
    }

    /** Until when this chute is not launched on this server; null when it may be now. */
    public @Nullable Instant ofPair(int chute, int server) {
        return pairs.isEmpty() ? null : pairs.get(pair(chute, server));
    }

    /** Whether any chute is kept away from a single server. */
    public boolean anyPair() {
        return !pairs.isEmpty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static long pair(int chute, int server) {
        return ((long) chute << 32) | (server & 0xffffffffL);
    }
}
