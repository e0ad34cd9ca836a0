package dev.rigger.inventory;

import java.util.Optional;

/** Table {@code launch_tokens}. */
public interface LaunchTokens {
    Optional<LaunchTokenRecord> of(String deploymentId);

    void save(LaunchTokenRecord token);
}
