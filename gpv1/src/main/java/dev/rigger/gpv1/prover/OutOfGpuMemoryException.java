package dev.rigger.gpv1.prover;

/** A GPU has less free memory than the work fills. */
public final class OutOfGpuMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String uuid;
    private final long freeBytes;
    private final long neededBytes;

    public OutOfGpuMemoryException(String uuid, long freeBytes, long neededBytes) {
        super("GPU " + uuid + " has " + freeBytes + " bytes free, the work fills " + neededBytes);
        this.uuid = uuid;
        this.freeBytes = freeBytes;
        this.neededBytes = neededBytes;
    }

    /** The message. */
    public String what() {
        return "GPU " + uuid + " has " + freeBytes + " bytes free, the work fills " + neededBytes;
    }

    public String uuid() {
        return uuid;
    }

    public long freeBytes() {
        return freeBytes;
    }

    public long neededBytes() {
        return neededBytes;
    }
}
