package dev.rigger.activities.validator.api;

import dev.rigger.settings.Secret;

/** Answer to {@code GET /instances/launch_config}; {@code why} is the platform's own words. */
public sealed interface LaunchGrant {
    /** 200. */
    record Granted(Secret token, String configId) implements LaunchGrant {}

    /** 423: enough copies, a disabled chute, a private one without bounty, or a job that enough miners race for. */
    record CapacityLocked(String why) implements LaunchGrant {}

    /** 403: not from this miner: blacklisted, not grown enough for private chutes, or the job was tried before. */
    record Forbidden(String why) implements LaunchGrant {}

    /** 404: no such chute or job, or this miner is not on the subnet. */
    record Gone(String why) implements LaunchGrant {}

    /** 409: somebody has it already. */
    record Taken(String why) implements LaunchGrant {}

    /** 400 and what else cannot be granted as asked. */
    record Unfit(int status, String why) implements LaunchGrant {}

    /** 401: signature, clock or registration. */
    record Unauthorised(String why) implements LaunchGrant {}
}
