package dev.rigger.placement.explain;

import dev.rigger.placement.Rule;
import org.jspecify.annotations.Nullable;

/** What stands between a fleet as it is and what was asked about. */
record Finding(
        Rule rule,
        @Nullable String chuteId,
        @Nullable String serverId,
        @Nullable String deploymentId) {

    static Finding ofChute(Rule rule, String chuteId, @Nullable String serverId) {
        return new Finding(rule, chuteId, serverId, null);
    }

    static Finding ofServer(Rule rule, String serverId) {
        return new Finding(rule, null, serverId, null);
    }

    static Finding ofCopy(Rule rule, @Nullable String chuteId, String serverId, String deploymentId) {
        return new Finding(rule, chuteId, serverId, deploymentId);
    }
}
