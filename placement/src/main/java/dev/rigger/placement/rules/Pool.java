package dev.rigger.placement.rules;

import java.util.List;

/**
 * The GPUs of one model in one server: where a copy goes as a whole.
 *
 * @param number its place in {@link FleetView#pools()}
 * @param server number of the server
 * @param kind number of the kind
 * @param total all its GPUs, whatever their state
 * @param free ids of GPUs that are verified, unowned and promised to nobody, in the snapshot's order
 * @param unverified GPUs that nobody holds, but whose proof is missing
 * @param holdings who holds the verified others, in the order of the server's GPUs; who is about to be evicted already,
 *     because an open launch was promised its GPUs, has nothing to give and is not in it
 */
public record Pool(
        int number, int server, int kind, int total, List<String> free, int unverified, List<Holding> holdings) {

    public Pool {
        free = List.copyOf(free);
        holdings = List.copyOf(holdings);
    }

    /** What one deployment would give back here. */
    public record Holding(int deployment, List<String> gpuIds) {
        public Holding {
            gpuIds = List.copyOf(gpuIds);
        }
    }
}
