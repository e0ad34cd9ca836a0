package dev.rigger.devnet.cluster.hardware;

/** The GPU types of simulated servers, with what a driver reports of them. */
public enum GpuModel {
    H200("h200", "NVIDIA H200", 150_754_820_096L, 132, 1_980_000, 2048, 9, 0),
    A100("a100", "NVIDIA A100 80GB PCIe", 85_899_345_920L, 108, 1_410_000, 2048, 8, 0),
    L40S("l40s", "NVIDIA L40S", 48_305_799_168L, 142, 2_520_000, 1536, 8, 9);

    private final String shortRef;
    private final String deviceName;
    private final long memoryBytes;
    private final int processors;
    private final double clockRateKhz;
    private final int maxThreadsPerProcessor;
    private final int major;
    private final int minor;

    GpuModel(
            String shortRef,
            String deviceName,
            long memoryBytes,
            int processors,
            double clockRateKhz,
            int maxThreadsPerProcessor,
            int major,
            int minor) {
        this.shortRef = shortRef;
        this.deviceName = deviceName;
        this.memoryBytes = memoryBytes;
        this.processors = processors;
        this.clockRateKhz = clockRateKhz;
        this.maxThreadsPerProcessor = maxThreadsPerProcessor;
        this.major = major;
        this.minor = minor;
    }

    /** The type in the validator's catalogue. */
    public String shortRef() {
        return shortRef;
    }

    public String deviceName() {
        return deviceName;
    }

    public long memoryBytes() {
        return memoryBytes;
    }

    public long memoryMib() {
        return memoryBytes >> 20;
    }

    public int processors() {
        return processors;
    }

    public double clockRateKhz() {
        return clockRateKhz;
    }

    public int maxThreadsPerProcessor() {
        return maxThreadsPerProcessor;
    }

    /** Compute capability, major part. */
    public int major() {
        return major;
    }

    /** Compute capability, minor part. */
    public int minor() {
        return minor;
    }
}
