package dev.rigger.app.bench.cluster;

import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import java.time.Instant;

/** One deployment that serves, by all the names under which others know it. */
record Standing(
        String deploymentId,
        String instanceId,
        String configId,
        String chuteId,
        String chuteName,
        String version,
        SimulatedServer server,
        String gpuId,
        int port,
        Instant createdAt) {}
