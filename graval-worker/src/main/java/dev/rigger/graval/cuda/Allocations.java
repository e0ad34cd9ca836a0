package dev.rigger.graval.cuda;

import java.util.ArrayList;
import java.util.List;

/** Memory of one GPU that is given back together. */
final class Allocations implements AutoCloseable {
    private final Gpu gpu;
    private final List<Long> taken = new ArrayList<>();

    Allocations(Gpu gpu) {
        this.gpu = gpu;
    }

    Gpu gpu() {
        return gpu;
    }

    long take(long bytes) {
        long address = gpu.allocate(bytes);
        taken.add(address);
        return address;
    }

    /** Closing twice gives it back once. */
    @Override
    public void close() {
        taken.forEach(gpu::free);
        taken.clear();
    }
}
