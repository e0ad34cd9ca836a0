package dev.rigger.placement;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Server;

/**
 * What an operator knows better than the planner. Every method has the planner's own opinion as its default, and must be
 * pure: same arguments, same answer.
 */
public interface OperatorPolicy {

    /** Agrees with the planner in everything. */
    OperatorPolicy NONE = new OperatorPolicy() {};

    /**
     * What a copy of the chute on the server is worth.
     *
     * @param worth compute units within the planner's horizon, as the planner sees it
     * @return the same in the operator's eyes; 0 or less keeps it away from there
     */
    default double score(Chute chute, Server server, double worth) {
        return worth;
    }

    /** Whether the chute must not be launched on the server, whatever it is worth. */
    default boolean vetoes(Chute chute, Server server) {
        return false;
    }

    /**
     * What a second of a free GPU is worth.
     *
     * @param learned compute units, as the planner sees it
     */
    default double price(GpuKind gpus, double learned) {
        return learned;
    }
}
