package dev.rigger.settings;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the control plane follows its clusters' agents.
 *
 * @param api {@code MONITOR_API}: the URL of this control plane that agents push to; null asks no agent for anything
 * @param look {@code HEARTBEAT_INTERVAL}, seconds: how often silence is looked for; twice as long is too long
 * @param offline an agent that was not heard for so long has failed
 * @param reconcile {@code RECONCILIATION_INTERVAL_SECONDS}: between two comparisons of agents and servers
 * @param askAgain {@code REINITIATE_INTERVAL_SECONDS}: an agent is asked to start at most this often
 */
public record MonitorSettings(
        @Nullable URI api, Duration look, Duration offline, Duration reconcile, Duration askAgain) {
    public static final MonitorSettings DEFAULTS = new MonitorSettings(
            null, Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofSeconds(60), Duration.ofSeconds(120));

    /** Agents that are well are heard once in {@link #look}. */
    public Duration stale() {
        return look.multipliedBy(2);
    }
}
