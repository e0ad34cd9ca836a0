package dev.rigger.app.up;

import java.util.List;

/**
 * A simulated GPU host of the rehearsal.
 *
 * @param address of its own within 127.0.0.0/8, as hosts have
 */
record GpuServer(String name, String address, int gpus, String shortRef, double hourlyCost) {
    static final List<GpuServer> ALL = List.of(
            new GpuServer("h200-0", "127.0.1.1", 8, "h200", 18.0),
            new GpuServer("a100-0", "127.0.1.2", 8, "a100", 8.0),
            new GpuServer("l40s-0", "127.0.1.3", 4, "l40s", 2.4));

    /** In the form of the environment variable {@code SIMULATED_GPUS}. */
    String simulated() {
        return gpus + "x" + shortRef;
    }
}
