package dev.rigger.workflows.deployment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/**
 * The validator's answer to a request for a launch token. The token itself is stored encrypted in the inventory and
 * never passes through a workflow.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LaunchToken.Granted.class, name = "granted"),
    @JsonSubTypes.Type(value = LaunchToken.CapacityLocked.class, name = "capacity-locked"),
    @JsonSubTypes.Type(value = LaunchToken.Forbidden.class, name = "forbidden"),
    @JsonSubTypes.Type(value = LaunchToken.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = LaunchToken.Unauthorised.class, name = "unauthorised")
})
public sealed interface LaunchToken {
    /** 200. */
    record Granted(String configId) implements LaunchToken {}

    /** 423: the validator has enough copies; ask again after {@code retryAfter}. */
    record CapacityLocked(Duration retryAfter, String why) implements LaunchToken {}

    /** 403: not from this miner; ask again after {@code retryAfter}. */
    record Forbidden(Duration retryAfter, String why) implements LaunchToken {}

    /** 400, 404 or 409: this launch can never be granted as asked. */
    record Rejected(int status, String why) implements LaunchToken {}

    /** 401: signature, clock or registration. */
    record Unauthorised(String why) implements LaunchToken {}
}
