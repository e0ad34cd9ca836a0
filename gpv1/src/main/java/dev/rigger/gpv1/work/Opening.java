package dev.rigger.gpv1.work;

import java.security.MessageDigest;
import java.util.List;

/**
 * One row shown against a root that was committed to before.
 *
 * @param row the row asked for
 * @param group its group
 * @param entries 32 bytes of every row of the group: fingerprints for the work's root, sums for an audit step's
 * @param siblings hashes from the group's leaf to the root, bottom up
 */
public record Opening(long row, long group, List<byte[]> entries, List<byte[]> siblings) {
    public Opening {
        entries = List.copyOf(entries);
        siblings = List.copyOf(siblings);
    }

    /** Whether it proves that {@code expected} is the row's fingerprint under the work's root. */
    public boolean provesWork(WorkContext context, byte[] root, byte[] expected) {
        return proves("GPV1/leaf\0", context, root, expected);
    }

    /** Whether it proves that {@code expected} are the row's sums under an audit step's root. */
    public boolean provesAudit(WorkContext context, byte[] root, byte[] expected) {
        return proves("GPV1/aleaf\0", context, root, expected);
    }

    private boolean proves(String label, WorkContext context, byte[] root, byte[] expected) {
        int groupRows = context.profile().groupRows();
        return row >= 0
                && row < context.rows()
                && group == row / groupRows
                && entries.size() == groupRows
                && entries.stream().allMatch(e -> e.length == Digests.BYTES)
                && siblings.size() == MerkleTree.depth(context.groups())
                && siblings.stream().allMatch(s -> s.length == Digests.BYTES)
                && MessageDigest.isEqual(entries.get((int) (row % groupRows)), expected)
                && MessageDigest.isEqual(
                        MerkleTree.climb(MerkleTree.leaf(label, group, entries), group, siblings), root);
    }
}
