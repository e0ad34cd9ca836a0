package dev.rigger.gpv1;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a GPU claims to be. Every byte of GPV1's work is bound to it: two GPUs that differ in one field share nothing.
 *
 * @param name the driver's name, printable ASCII without {@code |}
 * @param uuid 32 lower-case hex digits, no dashes
 * @param memoryBytes VRAM
 * @param processors streaming multiprocessors
 * @param clockKhz clock, whole kHz
 * @param maxThreadsPerProcessor resident threads of one processor
 */
public record GpuIdentity(
        String name, String uuid, long memoryBytes, int processors, long clockKhz, int maxThreadsPerProcessor) {
    private static final Pattern NAME = Pattern.compile("[\\x20-\\x7e&&[^|]]{1,63}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{32}");

    public GpuIdentity {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidChallengeException("GPU name must be 1 to 63 printable ASCII characters without '|'");
        }
        if (!UUID.matcher(uuid).matches()) {
            throw new InvalidChallengeException("GPU uuid must be 32 lower-case hex digits without dashes");
        }
        if (memoryBytes <= 0 || processors <= 0 || clockKhz <= 0 || maxThreadsPerProcessor <= 0) {
            throw new InvalidChallengeException(
                    "GPU " + uuid + ": memory, processors, clock and threads must be positive");
        }
    }

    /** As the wire says it: the clock is a decimal fraction there and is rounded to whole kHz. */
    public static GpuIdentity of(
            String name, String uuid, long memoryBytes, int processors, double clockKhz, int maxThreadsPerProcessor) {
        return new GpuIdentity(name, uuid, memoryBytes, processors, Math.round(clockKhz), maxThreadsPerProcessor);
    }

    /** GPV1's identity string: the six fields joined by {@code |}. */
    public String text() {
        return String.join(
                "|",
                List.of(
                        name,
                        uuid,
                        Long.toString(memoryBytes),
                        Integer.toString(processors),
                        Long.toString(clockKhz),
                        Integer.toString(maxThreadsPerProcessor)));
    }

    /** The inverse of {@link #text()}. */
    public static GpuIdentity parse(String text) {
        String[] fields = text.split("\\|", -1);
        if (fields.length != 6) {
            throw new InvalidChallengeException("a GPU identity has six fields, this one has " + fields.length);
        }
        return new GpuIdentity(
                fields[0],
                fields[1],
                Long.parseLong(fields[2]),
                Integer.parseInt(fields[3]),
                Long.parseLong(fields[4]),
                Integer.parseInt(fields[5]));
    }
}
