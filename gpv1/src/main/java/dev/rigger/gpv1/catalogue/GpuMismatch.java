package dev.rigger.gpv1.catalogue;

/** Why a device is not what it is announced as. */
public record GpuMismatch(Code code, String what) {
    /** Stable. */
    public enum Code {
        /** No class knows such a device name. */
        GPU_NAME_UNKNOWN,
        /** The device's name belongs to another class. */
        GPU_TYPE_MISMATCH,
        GPU_MEMORY_MISMATCH,
        GPU_PROCESSORS_MISMATCH,
        GPU_CLOCK_MISMATCH
    }
}
