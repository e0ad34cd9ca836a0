package dev.rigger.simulator.world;

import dev.rigger.placement.GpuKind;

/**
 * One of our servers.
 *
 * @param hourlyCost USD per GPU and hour
 * @param bad whether half of what is launched there fails; nobody tells us
 * @param diskGib for running copies
 * @param cacheGib for images and weights
 */
public record ServerSpec(
        int index, String id, GpuKind kind, int gpus, double hourlyCost, boolean bad, int diskGib, int cacheGib) {}
