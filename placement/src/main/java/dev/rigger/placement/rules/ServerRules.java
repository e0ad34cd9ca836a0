package dev.rigger.placement.rules;

import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.Rule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that concern a server alone. */
public final class ServerRules {

    private interface Passes {
        boolean test(FleetView fleet, int server);
    }

    private record Named(Rule rule, Passes passes) {}

    private static final List<Named> RULES = List.of(
            new Named(Rule.SERVER_READY, (fleet, s) -> fleet.server(s).ready()),
            new Named(Rule.SERVER_UNLOCKED, (fleet, s) -> !fleet.server(s).locked()),
            new Named(Rule.SERVER_HEALTHY, (fleet, s) -> fleet.server(s).health() == Health.FRESH),
            new Named(Rule.SERVER_NOT_BACKED_OFF, (fleet, s) -> fleet.backOffs().ofServer(s) == null),
            new Named(
                    Rule.SERVER_NOT_QUARANTINED,
                    (fleet, s) -> !quarantined(fleet, s) || fleet.arrivals().onServer(s) == 0));

    private ServerRules() {}

    /** The first rule that keeps every launch off the server, or null. */
    public static @Nullable Rule firstBroken(FleetView fleet, int server) {
        for (Named named : RULES) {
            if (!named.passes().test(fleet, server)) {
                return named.rule();
            }
        }
        return null;
    }

    /** Whether the server gets one probe at a time, and nothing else. */
    public static boolean quarantined(FleetView fleet, int server) {
        Instant until = fleet.server(server).quarantinedUntil();
        return until != null && until.isAfter(fleet.snapshot().takenAt());
    }
}
