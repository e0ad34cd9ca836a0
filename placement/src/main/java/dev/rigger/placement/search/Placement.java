package dev.rigger.placement.search;

/**
 * One launch of a plan in the making.
 *
 * @param victims deployments evicted for it, a bit for each of the pool's {@link Ground.Victims}
 * @param freed GPUs that they held
 * @param worth of the copy alone
 * @param gain over not launching, with what its victims cost
 */
record Placement(int chute, int pool, int victims, int freed, double worth, double gain) {

    int gpusTaken(int gpuCount) {
        return Math.max(0, gpuCount - freed);
    }
}
