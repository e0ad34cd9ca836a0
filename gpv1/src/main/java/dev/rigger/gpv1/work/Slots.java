package dev.rigger.gpv1.work;

import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole work of one GPU, done on a CPU and kept: T slots of m rows. This class defines GPV1's result bit by bit.
 *
 * <p>Bounded to what a CPU does in a moment: at most 256 MiB of slots and matrices of order 2,048.
 */
public final class Slots {
    private static final long MAX_BYTES = 256L << 20;
    private static final int MAX_ORDER = 2_048;
    private static final int ROWS_BETWEEN_CHECKS = 16;

    private final WorkContext context;
    private final int order;
    private final byte[][] slots;

    private Slots(WorkContext context) {
        this.context = context;
        this.order = context.profile().order();
        this.slots = new byte[context.profile().layers()][(int) (context.rows() * order)];
    }

    /** Whether a CPU can hold and do that work. */
    public static boolean fits(WorkContext context) {
        return context.profile().order() <= MAX_ORDER && context.profile().slotBytes(context.gpu()) <= MAX_BYTES;
    }

    /** Does the work. */
    public static Slots compute(WorkContext context, ProofWatch watch) {
        return computePasses(context, context.profile().passes(), watch);
    }

    /** The work broken off after some passes, for comparison with another implementation. */
    static Slots computePasses(WorkContext context, int passes, ProofWatch watch) {
        if (!fits(context)) {
            throw new InvalidChallengeException("profile " + context.profile().name() + " is too large for a CPU");
        }
        Slots work = new Slots(context);
        Profile profile = context.profile();
        int steps = passes * profile.layers();
        for (int step = 0; step < steps; step++) {
            work.layer(step, steps, watch);
        }
        return work;
    }

    private void layer(int step, int steps, ProofWatch watch) {
        int layers = slots.length;
        int layer = step % layers;
        int[][] weights = new int[order][];
        for (int j = 0; j < order; j++) {
            weights[j] = Integers.widened(context.layerRow(layer + 1, j));
        }
        int rows = (int) context.rows();
        for (int row = 0; row < rows; row++) {
            if (row % ROWS_BETWEEN_CHECKS == 0) {
                watch.check();
                watch.done((step + (double) row / rows) / steps);
            }
            int[] from = step == 0
                    ? Integers.widened(context.startRow(row))
                    : slot(layer == 0 ? layers - 1 : layer - 1, row);
            for (int j = 0; j < order; j++) {
                slots[layer][row * order + j] = Integers.mix(Integers.dot(from, weights[j]));
            }
        }
    }

    /** Row {@code row} of a slot, counted from 0. */
    private int[] slot(int slot, int row) {
        return Integers.widened(slots[slot], row * order, order);
    }

    public WorkContext context() {
        return context;
    }

    /** F of every row, in order. */
    public List<byte[]> fingerprints() {
        Fingerprints fingerprints = new Fingerprints(context);
        List<byte[]> all = new ArrayList<>();
        for (int row = 0; row < context.rows(); row++) {
            all.add(fingerprints.fingerprint(row, slot(slots.length - 1, row)));
        }
        return all;
    }

    /** The tree over all fingerprints; its root is the work's. */
    public MerkleTree workTree(List<byte[]> fingerprints) {
        List<byte[]> leaves = new ArrayList<>();
        for (int group = 0; group < context.groups(); group++) {
            leaves.add(Fingerprints.leaf(group, groupOf(fingerprints, group)));
        }
        return new MerkleTree(leaves);
    }

    /** The tree over the sums of one audit step. */
    public MerkleTree auditTree(AuditScan scan) {
        List<byte[]> leaves = new ArrayList<>();
        for (int group = 0; group < context.groups(); group++) {
            leaves.add(AuditScan.leaf(group, auditSums(scan, group)));
        }
        return new MerkleTree(leaves);
    }

    /** E of every row of a group. */
    public List<byte[]> auditSums(AuditScan scan, int group) {
        int groupRows = context.profile().groupRows();
        List<byte[]> sums = new ArrayList<>();
        for (int row = group * groupRows; row < (group + 1) * groupRows; row++) {
            List<int[]> ofRow = new ArrayList<>();
            for (int slot = 0; slot < slots.length; slot++) {
                ofRow.add(slot(slot, row));
            }
            sums.add(scan.sums(ofRow));
        }
        return sums;
    }

    /** The fingerprints of a group's rows. */
    public List<byte[]> groupOf(List<byte[]> fingerprints, int group) {
        int groupRows = context.profile().groupRows();
        return fingerprints.subList(group * groupRows, (group + 1) * groupRows);
    }

    /** A whole slot, counted from 1, for comparison with another implementation. */
    byte[] bytesOf(int slot) {
        return slots[slot - 1].clone();
    }
}
