package dev.rigger.graval.cuda.ptx;

/** One instruction, ready to run. */
@FunctionalInterface
interface Op {
    /** @param lanes a bit for each lane that executes it */
    void run(Warp warp, int lanes);
}
