package dev.rigger.graval.cuda;

import dev.rigger.gpv1.GpuIdentity;

/**
 * What the driver tells of a GPU beside who it is.
 *
 * @param computeCapability ten times the major plus the minor
 * @param memoryClockKhz 0 where the driver does not tell
 * @param memoryBusBits 0 where the driver does not tell
 */
public record DeviceFacts(GpuIdentity identity, int computeCapability, int memoryClockKhz, int memoryBusBits) {
    private static final double TWICE_A_CLOCK = 2;

    /** Bytes a second that the memory's clock and width allow; 0 where the driver does not tell them. */
    public double memoryLimit() {
        return TWICE_A_CLOCK * memoryClockKhz * 1e3 * memoryBusBits / 8;
    }

    /**
     * Dense int8 operations a second of the tensor cores, two for a multiply-add, by NVIDIA's architecture white papers; 0 for
     * chips that are not known here.
     */
    public double int8Limit() {
        double perClockAndProcessor = switch (computeCapability) {
            case 80, 75, 86, 87, 89, 120 -> computeCapability == 80 ? 4_096 : 2_048;
            case 90 -> 8_192;
            case 100, 103 -> 16_384;
            default -> 0;
        };
        return perClockAndProcessor * identity.processors() * identity.clockKhz() * 1e3;
    }
}
