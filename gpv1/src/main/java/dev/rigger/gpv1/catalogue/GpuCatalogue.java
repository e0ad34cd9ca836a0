package dev.rigger.gpv1.catalogue;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.catalogue.GpuMismatch.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The GPU classes in the platform's order. At run time the validator's {@code GET /nodes/supported} has the last word;
 * this is what a validator of ours, a simulated GPU and a first plausibility check go by.
 */
public final class GpuCatalogue {
    private static final String RESOURCE = "gpus.tsv";
    private static final long BYTES_PER_GB = 1_000_000_000L;
    /** A seller's GB may be a GiB. */
    private static final double GIB_PER_GB = 1.073741824;

    private static final double OVERCLOCK = 1.1;

    private final List<GpuClass> classes;

    public GpuCatalogue(List<GpuClass> classes) {
        this.classes = List.copyOf(classes);
    }

    /** The catalogue that is shipped with this module. */
    public static GpuCatalogue shipped() {
        try (InputStream in = GpuCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the module lacks its resource " + RESOURCE);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new GpuCatalogue(text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(GpuCatalogue::parse)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    /** In matching order. */
    public List<GpuClass> classes() {
        return classes;
    }

    /** The class of that short name. */
    public Optional<GpuClass> byShortRef(String shortRef) {
        return classes.stream().filter(c -> c.shortRef().equals(shortRef)).findFirst();
    }

    /** The first class whose pattern is found in the device's name. */
    public Optional<GpuClass> byDeviceName(String deviceName) {
        return classes.stream()
                .filter(c -> c.modelName().matcher(deviceName).find())
                .findFirst();
    }

    /** Checks name, memory, processors and clock, in this order; empty when the device is what it is announced as. */
    public Optional<GpuMismatch> mismatch(GpuIdentity gpu, String announcedAs) {
        Optional<GpuClass> found = byDeviceName(gpu.name());
        if (found.isEmpty()) {
            return because(Code.GPU_NAME_UNKNOWN, gpu, "no GPU class has devices named '" + gpu.name() + "'");
        }
        GpuClass type = found.get();
        if (!type.shortRef().equals(announcedAs)) {
            return because(
                    Code.GPU_TYPE_MISMATCH,
                    gpu,
                    "'" + gpu.name() + "' is a " + type.shortRef() + ", not a " + announcedAs);
        }
        long memoryGb = gpu.memoryBytes() / BYTES_PER_GB;
        if (memoryGb < type.memoryGb() - 1 || memoryGb > type.memoryGb() * GIB_PER_GB + 1) {
            return because(
                    Code.GPU_MEMORY_MISMATCH,
                    gpu,
                    "has " + memoryGb + " GB, a " + announcedAs + " has " + type.memoryGb());
        }
        if (gpu.processors() != type.processors()) {
            return because(
                    Code.GPU_PROCESSORS_MISMATCH,
                    gpu,
                    "has " + gpu.processors() + " processors, a " + announcedAs + " has " + type.processors());
        }
        double clockMhz = gpu.clockKhz() / 1_000.0;
        if (clockMhz < type.clockBaseMhz() || clockMhz > type.clockBoostMhz() * OVERCLOCK) {
            return because(
                    Code.GPU_CLOCK_MISMATCH,
                    gpu,
                    "runs at " + clockMhz + " MHz, a " + announcedAs + " at " + type.clockBaseMhz() + " to "
                            + type.clockBoostMhz());
        }
        return Optional.empty();
    }

    private static Optional<GpuMismatch> because(Code code, GpuIdentity gpu, String what) {
        return Optional.of(new GpuMismatch(code, "GPU " + gpu.uuid() + ": " + what));
    }

    private static GpuClass parse(String line) {
        String[] f = line.split("\t", -1);
        GpuClass.Details details = f[10].isEmpty()
                ? null
                : new GpuClass.Details(
                        Integer.parseInt(f[10]),
                        Integer.parseInt(f[11]),
                        Integer.parseInt(f[12]),
                        Boolean.parseBoolean(f[13]),
                        Boolean.parseBoolean(f[14]),
                        Boolean.parseBoolean(f[15]));
        return new GpuClass(
                f[0],
                Pattern.compile(f[1]),
                Integer.parseInt(f[2]),
                Integer.parseInt(f[3]),
                Integer.parseInt(f[4]),
                Integer.parseInt(f[5]),
                Integer.parseInt(f[6]),
                Double.parseDouble(f[7]),
                Integer.parseInt(f[8]),
                Integer.parseInt(f[9]),
                details,
                f[16]);
    }
}
