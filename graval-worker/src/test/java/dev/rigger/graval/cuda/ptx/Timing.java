package dev.rigger.graval.cuda.ptx;

/**
 * When what runs by itself happens, where the manual leaves it open. Code is right only if all of these give the same result:
 * late copies and products find missing waits, early ones find memory that is reused too soon, and the order of the warps finds
 * missing barriers.
 *
 * @param late copies and products that run by themselves happen when they are waited for, and not at once
 * @param lastWarpFirst between two barriers the last warp runs first
 */
public record Timing(boolean late, boolean lastWarpFirst) {}
