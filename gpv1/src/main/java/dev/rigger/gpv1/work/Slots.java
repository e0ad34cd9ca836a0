package dev.rigger.gpv1.work;

import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The whole work of one GPU, done on a CPU and kept: T slots of m rows. This class defines GPV1's result bit by bit.
 *
 * <p>Bounded to what a CPU does in a moment: at most 256 MiB of slots and matrices of order 2,048.
 */
public final class Slots {
    private static final long MAX_BYTES = 256L << 20;
    private static final int MAX_ORDER = 2_048;
    private static final int ROWS_AT_ONCE = 16;

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
        int layer = step % slots.length;
        Matrix matrix = context.layer(layer + 1);
        int[][] weights = new int[order][];
        for (int j = 0; j < order; j++) {
            weights[j] = Integers.widened(matrix.row(j));
        }
        int rows = (int) context.rows();
        for (int first = 0; first < rows; first += ROWS_AT_ONCE) {
            watch.check();
            watch.done((step + (double) first / rows) / steps);
            int count = Math.min(ROWS_AT_ONCE, rows - first);
            multiply(before(step, first, count), weights, layer, first);
        }
    }

    /** The rows that step {@code step} multiplies. */
    private int[][] before(int step, int first, int count) {
        int slot = Math.floorMod(step - 1, slots.length);
        Matrix start = context.start();
        int[][] rows = new int[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = Integers.widened(step == 0 ? start.row(first + i) : slot(slot, first + i));
        }
        return rows;
    }

    private void multiply(int[][] rows, int[][] weights, int slot, int first) {
        int[] sums = new int[rows.length];
        for (int j = 0; j < order; j++) {
            Arrays.fill(sums, 0);
            Integers.addProducts(rows, weights[j], sums);
            for (int i = 0; i < rows.length; i++) {
                slots[slot][(first + i) * order + j] = Integers.mix(sums[i]);
            }
        }
    }

    /** Row {@code row} of a slot, counted from 0. */
    private byte[] slot(int slot, int row) {
        return Arrays.copyOfRange(slots[slot], row * order, (row + 1) * order);
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
            byte[][] ofRow = new byte[slots.length][];
            for (int slot = 0; slot < slots.length; slot++) {
                ofRow[slot] = slot(slot, row);
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
