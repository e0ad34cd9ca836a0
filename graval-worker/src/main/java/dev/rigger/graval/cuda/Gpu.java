package dev.rigger.graval.cuda;

/** One GPU: its memory, and kernels that run in the order in which they are launched. Not thread-safe. */
public interface Gpu {
    /** Ten times the major compute capability plus the minor. */
    int computeCapability();

    /** Memory that nobody holds. */
    long freeBytes();

    /**
     * Takes memory, whose content is anything.
     *
     * @return its address
     * @throws NoGpuMemory when there is less
     */
    long allocate(long bytes);

    void free(long address);

    void upload(long address, byte[] bytes);

    /** Waits for what was launched before. */
    byte[] download(long address, int bytes);

    /** Copies within this GPU's memory, in order with the kernels. */
    void copy(long to, long from, long bytes);

    /** Starts a kernel; returns when at most a few are under way, so that whoever launches many can stop soon. */
    void launch(Launch launch);

    /** Waits for what was launched. */
    void await();

    /** An allocation that failed. */
    final class NoGpuMemory extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NoGpuMemory(long bytes) {
            super("no " + bytes + " bytes of GPU memory", null, false, false);
        }
    }
}
