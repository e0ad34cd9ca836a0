package dev.rigger.app.up;

import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import java.util.List;

/**
 * A simulated GPU host of the rehearsal.
 *
 * @param address of its own within 127.0.0.0/8, as hosts have
 */
record GpuServer(String name, String address, int gpus, String shortRef, double hourlyCost) {
    static final List<GpuServer> ALL =
            SimulatedServer.threeServers().stream().map(GpuServer::of).toList();

    private static GpuServer of(SimulatedServer server) {
        return new GpuServer(
                server.name(), server.address(), server.gpuCount(), server.gpu().shortRef(), hourlyCost(server.gpu()));
    }

    private static double hourlyCost(GpuModel model) {
        return switch (model) {
            case H200 -> 18.0;
            case A100 -> 8.0;
            case L40S -> 2.4;
        };
    }

    /** In the form of the environment variable {@code SIMULATED_GPUS}. */
    String simulated() {
        return gpus + "x" + shortRef;
    }
}
