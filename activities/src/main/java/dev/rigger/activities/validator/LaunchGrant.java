package dev.rigger.activities.validator;

import dev.rigger.settings.Secret;

/** Answer to {@code GET /instances/launch_config}. */
public sealed interface LaunchGrant {
    /** 200. */
    record Granted(Secret token, String configId) implements LaunchGrant {}

    /** 423: enough copies, a disabled chute, or a private one without bounty. */
    record Locked(String why) implements LaunchGrant {}

    /** 403: not from this miner. */
    record Forbidden(String why) implements LaunchGrant {}

    /** 400, 404, 409 and what else cannot be granted as asked. */
    record Rejected(int status, String why) implements LaunchGrant {}

    /** 401: signature, clock or registration. */
    record Unauthorised(String why) implements LaunchGrant {}
}
