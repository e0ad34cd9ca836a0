package dev.rigger.devnet.cluster.kubelet;

import java.time.Duration;

/**
 * How long things take on simulated servers.
 *
 * @param pull one image pull
 * @param pullRetry between two tries of a failing pull
 * @param start from the pulled image until the container runs
 * @param ready from then until it reports ready
 * @param stop a container's time to end when told to, within the pod's grace
 */
public record KubeletTimings(Duration pull, Duration pullRetry, Duration start, Duration ready, Duration stop) {
    public static final KubeletTimings QUICK = new KubeletTimings(
            Duration.ofMillis(5),
            Duration.ofMillis(50),
            Duration.ofMillis(5),
            Duration.ofMillis(5),
            Duration.ofMillis(20));
}
