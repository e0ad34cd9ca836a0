package dev.rigger.devnet.cluster.hardware;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.GpuClass;
import java.util.Objects;

/** The GPU types of simulated servers, with what a driver reports of them: full members of their class in the catalogue. */
public enum GpuModel {
    H200("h200"),
    A100("a100"),
    L40S("l40s");

    private final String shortRef;
    private final GpuIdentity device;
    private final GpuClass.Details details;

    GpuModel(String shortRef) {
        GpuClass type = GpuCatalogue.shipped().byShortRef(shortRef).orElseThrow();
        this.shortRef = shortRef;
        this.device = type.device("0".repeat(32));
        this.details = Objects.requireNonNull(type.details());
    }

    /** The type in the validator's catalogue. */
    public String shortRef() {
        return shortRef;
    }

    public String deviceName() {
        return device.name();
    }

    public long memoryBytes() {
        return device.memoryBytes();
    }

    public long memoryMib() {
        return memoryBytes() >> 20;
    }

    public int processors() {
        return device.processors();
    }

    public double clockRateKhz() {
        return device.clockKhz();
    }

    public int maxThreadsPerProcessor() {
        return device.maxThreadsPerProcessor();
    }

    /** Compute capability, major part. */
    public int major() {
        return details.major();
    }

    /** Compute capability, minor part. */
    public int minor() {
        return details.minor();
    }
}
