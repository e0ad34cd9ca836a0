package dev.rigger.placement;

import java.time.Duration;

/**
 * How much one plan may start. A bounty is a race and each has its own chute, so bounties have a limit of their own.
 *
 * @param launches copies a plan that nobody offered a bounty for, at least
 * @param serversPerLaunch a bigger fleet may start one more for each so many servers
 * @param launchesPerServer of those, on one server, because images are pulled one beside the other; more where so
 *     few servers have room that a plan's launches would not be reached
 * @param bountyLaunches launches a plan for bounties
 * @param evictions deployments a plan may end to make room; 0 for a policy that never preempts
 * @param nextPlanAfter how soon to plan again when a limit cut a plan short
 * @param demandFresh how old the validator's demand may be to launch on speculation
 */
public record Limits(
        int launches,
        int serversPerLaunch,
        int launchesPerServer,
        int bountyLaunches,
        int evictions,
        Duration nextPlanAfter,
        Duration demandFresh) {

    public static final Limits DEFAULTS = new Limits(8, 4, 2, 256, 8, Duration.ofMillis(500), Duration.ofMinutes(5));

    public int launchesPerServerFor(int servers, int openServers) {
        return openServers == 0
                ? launchesPerServer
                : Math.max(launchesPerServer, Math.ceilDiv(launchesFor(servers), openServers));
    }

    public int launchesFor(int servers) {
        return Math.max(launches, servers / serversPerLaunch);
    }
}
