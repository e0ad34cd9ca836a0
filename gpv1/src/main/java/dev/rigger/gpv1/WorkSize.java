package dev.rigger.gpv1;

/**
 * How much work a prover says it did; it has to be what the verifier counts.
 *
 * @param layers T, {@code num_matrices} on the wire
 * @param passes R, {@code total_iterations} on the wire
 * @param rows m
 * @param groups Merkle leaves
 */
public record WorkSize(int layers, int passes, long rows, long groups) {
    /** What that profile asks of that GPU. */
    public static WorkSize of(Profile profile, GpuIdentity gpu) {
        return new WorkSize(profile.layers(), profile.passes(), profile.rowsFor(gpu), profile.groupsFor(gpu));
    }
}
