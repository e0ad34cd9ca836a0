package dev.rigger.gpv1;

import java.util.Optional;

/**
 * How much work a challenge is.
 *
 * @param name {@code tiny}, {@code sim}, {@code sim-large}, {@code full}, or {@code custom} for parameters given on the wire
 * @param order n, the order of the matrices: a multiple of 64, at most 131,071
 * @param layers T, also the number of memory slots: 1 to 64
 * @param passes R, {@code iterations} on the wire: 1 to 64
 * @param groupRows gs, rows under one Merkle leaf
 * @param rows m, a multiple of {@code groupRows}; 0 takes as many as {@code vramPercent} of the GPU's memory holds
 * @param vramPercent share of VRAM that slots and matrices fill, where {@code rows} is 0
 * @param boxes s, secret rows a key is hidden behind: 1 to 255
 */
public record Profile(
        String name, int order, int layers, int passes, int groupRows, long rows, int vramPercent, int boxes) {
    /** Milliseconds of work: for tests and for the first proof of a simulated GPU. Says nothing about hardware. */
    public static final Profile TINY = new Profile("tiny", 64, 2, 2, 256, 512, 0, 16);
    /** About half a second on one core: a devnet's proof. Says nothing about hardware. */
    public static final Profile SIM = new Profile("sim", 256, 4, 2, 256, 1280, 0, 16);
    /** Some seconds on a few cores: load tests. Says nothing about hardware. */
    public static final Profile SIM_LARGE = new Profile("sim-large", 512, 4, 2, 256, 16_384, 0, 16);
    /** Real GPUs of the H200 class: 95 % of the VRAM. Out of the CPU prover's reach. */
    public static final Profile FULL = new Profile("full", 16_384, 8, 4, 256, 0, 95, 16);

    private static final int MAX_ORDER = 131_071;
    /** Far above any GPU's, and sizes still fit 64 bits. */
    private static final long MAX_ROWS = 1L << 32;

    public Profile {
        require(order >= 64 && order <= MAX_ORDER && order % 64 == 0, "n must be a multiple of 64 of at most 131071");
        require(layers >= 1 && layers <= 64, "t must be 1 to 64");
        require(passes >= 1 && passes <= 64, "iterations must be 1 to 64");
        require(groupRows >= 1 && groupRows <= 65_536, "gs must be 1 to 65536");
        require(rows >= 0 && rows <= MAX_ROWS && rows % groupRows == 0, "rows must be a multiple of gs, at most 2^32");
        require(rows > 0 || (vramPercent >= 1 && vramPercent <= 99), "pct must be 1 to 99 where rows is not given");
        require(boxes >= 1 && boxes <= 255, "s must be 1 to 255");
    }

    /** One of the four named profiles. */
    public static Optional<Profile> named(String name) {
        return switch (name) {
            case "tiny" -> Optional.of(TINY);
            case "sim" -> Optional.of(SIM);
            case "sim-large" -> Optional.of(SIM_LARGE);
            case "full" -> Optional.of(FULL);
            default -> Optional.empty();
        };
    }

    public Profile withPasses(int newPasses) {
        return new Profile(name, order, layers, newPasses, groupRows, rows, vramPercent, boxes);
    }

    /** m for that GPU. Refuses a GPU too small to hold one group. */
    public long rowsFor(GpuIdentity gpu) {
        if (rows > 0) {
            return rows;
        }
        long matrices = (long) layers * order * order;
        long usable = Math.multiplyExact(gpu.memoryBytes(), vramPercent) / 100 - matrices;
        long groups = usable / ((long) order * layers) / groupRows;
        require(groups > 0, "GPU " + gpu.uuid() + " has too little memory for profile " + name);
        return groups * groupRows;
    }

    /** Merkle leaves of that GPU's work. */
    public long groupsFor(GpuIdentity gpu) {
        return rowsFor(gpu) / groupRows;
    }

    /** Memory the slots take on that GPU. */
    public long slotBytes(GpuIdentity gpu) {
        return Math.multiplyExact(rowsFor(gpu), (long) order * layers);
    }

    /** Memory that slots and matrices take on that GPU. */
    public long memoryBytes(GpuIdentity gpu) {
        return Math.addExact(slotBytes(gpu), (long) layers * order * order);
    }

    /** Multiply-adds of the whole work on that GPU. */
    public double multiplyAdds(GpuIdentity gpu) {
        return (double) slotBytes(gpu) * order * passes;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new InvalidChallengeException("profile: " + rule);
        }
    }
}
