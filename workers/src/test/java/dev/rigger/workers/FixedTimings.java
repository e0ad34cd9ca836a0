package dev.rigger.workers;

import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.Periods;
import java.time.Duration;

/** Timings without a cluster behind them. */
public final class FixedTimings {

    private FixedTimings() {}

    public static DeploymentTimingsSetting setting(Periods periods) {
        return new DeploymentTimingsSetting(
                periods,
                new KubernetesSettings(
                        null,
                        "chutes",
                        Duration.ofSeconds(180),
                        "nvidia",
                        30_500,
                        "",
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        4,
                        Duration.ofMillis(200)));
    }
}
