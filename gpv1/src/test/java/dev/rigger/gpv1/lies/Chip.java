package dev.rigger.gpv1.lies;

/**
 * A simulated chip.
 *
 * @param memoryBytes of its own
 * @param multiplyAddsPerSecond int8, as achieved and not as printed
 * @param memoryBytesPerSecond how fast its own memory is read
 * @param hostBytesPerSecond how fast it reads the processor's memory
 */
record Chip(long memoryBytes, double multiplyAddsPerSecond, double memoryBytesPerSecond, double hostBytesPerSecond) {
    private static final double PCIE_5 = 55e9;

    static final Chip H200 = new Chip(150_754_820_096L, 16_384 * 141.06e9 / 4.25, 4.8e12, PCIE_5);
    static final Chip H100 = new Chip(85_030_000_000L, 16_384 * 78.6e9 / 2.4, 3.35e12, PCIE_5);
    static final Chip A100 = new Chip(85_100_000_000L, 16_384 * 78.7e9 / 7, 2.04e12, 25e9);

    Chip faster(double by) {
        return new Chip(memoryBytes, multiplyAddsPerSecond * by, memoryBytesPerSecond * by, hostBytesPerSecond);
    }

    Chip withMemory(double share) {
        return new Chip((long) (memoryBytes * share), multiplyAddsPerSecond, memoryBytesPerSecond, hostBytesPerSecond);
    }

    Chip withHostLink(double bytesPerSecond) {
        return new Chip(memoryBytes, multiplyAddsPerSecond, memoryBytesPerSecond, bytesPerSecond);
    }
}
