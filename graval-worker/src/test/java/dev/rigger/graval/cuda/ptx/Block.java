package dev.rigger.graval.cuda.ptx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The warps that share memory and barriers. */
final class Block {
    final PtxEntry entry;
    final byte[] parameters;
    final byte[] constants;
    final DeviceMemory memory;
    final byte[] shared;
    final int threads;
    final int number;
    final int blocks;
    final Timing timing;

    Block(
            PtxEntry entry,
            byte[] parameters,
            byte[] constants,
            DeviceMemory memory,
            int dynamicBytes,
            int threads,
            int number,
            int blocks,
            Timing timing) {
        this.entry = entry;
        this.parameters = parameters;
        this.constants = constants;
        this.memory = memory;
        this.shared = new byte[entry.sharedBytes + dynamicBytes];
        Arrays.fill(shared, (byte) 0x5A);
        this.threads = threads;
        this.number = number;
        this.blocks = blocks;
        this.timing = timing;
    }

    void run() {
        List<Warp> warps = new ArrayList<>();
        for (int warp = 0; warp < threads / Warp.LANES; warp++) {
            warps.add(new Warp(this, warp));
        }
        if (timing.lastWarpFirst()) {
            Collections.reverse(warps);
        }
        while (!warps.isEmpty()) {
            List<Warp> waiting = new ArrayList<>();
            for (Warp warp : warps) {
                if (warp.run() == Warp.Rest.BARRIER) {
                    waiting.add(warp);
                }
            }
            warps = waiting;
        }
    }
}
