package dev.rigger.graval.cuda.ptx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** 32 lanes that execute together; where they part, those that are behind go first, until they meet again. */
final class Warp {
    static final int LANES = 32;

    /** Why a warp rests. */
    enum Rest {
        BARRIER,
        END
    }

    final long[][] registers;
    final Block block;
    final byte[][] local;
    final int number;
    final SelfRunning copies;
    final SelfRunning products;
    /** Where each lane is, while they are apart. */
    private final int[] at = new int[LANES];

    private boolean apart;
    private int live = -1;
    private int running;
    private int next;
    private boolean atBarrier;

    Warp(Block block, int number) {
        this.block = block;
        this.number = number;
        PtxEntry entry = block.entry;
        this.registers = entry.registers.forWarp(number * LANES, block.threads, block.number, block.blocks);
        this.local = new byte[LANES][entry.localBytes];
        this.copies = new SelfRunning(block.timing.late());
        this.products = new SelfRunning(block.timing.late());
    }

    Rest run() {
        atBarrier = false;
        List<Op> code = block.entry.code;
        while (live != 0) {
            running = apart ? furthestBehind() : live;
            code.get(next++).run(this, running);
            if (apart) {
                settle();
            }
            if (atBarrier) {
                return Rest.BARRIER;
            }
        }
        copies.await(0);
        products.await(0);
        return Rest.END;
    }

    private int furthestBehind() {
        next = Integer.MAX_VALUE;
        int chosen = 0;
        for (int lane = 0; lane < LANES; lane++) {
            if ((live >>> lane & 1) != 0) {
                if (at[lane] < next) {
                    next = at[lane];
                    chosen = 0;
                }
                chosen |= at[lane] == next ? 1 << lane : 0;
            }
        }
        return chosen;
    }

    /** Those that ran and did not jump go on behind the instruction. */
    private void settle() {
        boolean met = true;
        int first = -1;
        for (int lane = 0; lane < LANES; lane++) {
            if ((live >>> lane & 1) != 0) {
                if ((running >>> lane & 1) != 0) {
                    at[lane] = next;
                }
                first = first < 0 ? at[lane] : first;
                met &= at[lane] == first;
            }
        }
        if (met) {
            apart = false;
            next = first;
        }
    }

    void jump(int lanes, int target) {
        if (lanes == running) {
            next = target;
        } else if (lanes != 0) {
            if (!apart) {
                Arrays.fill(at, next);
                apart = true;
            }
            for (int lane = 0; lane < LANES; lane++) {
                if ((lanes >>> lane & 1) != 0) {
                    at[lane] = target;
                }
            }
            running &= ~lanes;
        }
    }

    void end(int lanes) {
        live &= ~lanes;
        running &= ~lanes;
    }

    void barrier(int lanes) {
        together(lanes);
        atBarrier = true;
    }

    /** What all lanes have to do at once. */
    void together(int lanes) {
        if (lanes != live) {
            throw new IllegalStateException(
                    block.entry.name + ": an instruction for the whole warp reached some lanes");
        }
    }

    /** Copies or products that were started in groups and run by themselves. */
    static final class SelfRunning {
        private final boolean late;
        private final Deque<List<Runnable>> groups = new ArrayDeque<>();
        private List<Runnable> open = new ArrayList<>();

        SelfRunning(boolean late) {
            this.late = late;
        }

        void start(Runnable work) {
            if (late) {
                open.add(work);
            } else {
                work.run();
            }
        }

        void commit() {
            groups.add(open);
            open = new ArrayList<>();
        }

        void await(int pending) {
            while (groups.size() > pending) {
                groups.remove().forEach(Runnable::run);
            }
        }
    }
}
