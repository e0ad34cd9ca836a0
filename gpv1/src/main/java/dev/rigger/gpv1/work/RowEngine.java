package dev.rigger.gpv1.work;

import dev.rigger.gpv1.ProofWatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Recomputes single rows without the others: R·T·n² multiply-adds a row, and no matrix is ever held whole.
 *
 * <p>Row i of every layer depends only on row i of the layer before and on the public matrix, so a verifier needs nothing
 * of the prover's to know what row i must be. Large layers are spread over the cores (the common pool, or the pool of the
 * calling thread where it belongs to another).
 */
public final class RowEngine {
    /** Columns that one task computes; divides every legal order. */
    private static final int COLUMNS = 64;
    /** Below, handing work to other threads costs more than it saves. */
    private static final double WORTH_SPREADING = 1e6;

    private final WorkContext context;

    public RowEngine(WorkContext context) {
        this.context = context;
    }

    /** The states of those rows, in that order. The watch is asked from all threads that compute. */
    public List<RowState> recompute(long[] rows, ProofWatch watch) {
        int layers = context.profile().layers();
        int steps = context.profile().passes() * layers;
        byte[][] current = Arrays.stream(rows).mapToObj(context.start()::row).toArray(byte[][]::new);
        byte[][][] slots = new byte[layers][][];
        for (int step = 0; step < steps; step++) {
            current = layer(context.layer(step % layers + 1), current, watch);
            slots[step % layers] = current;
            watch.done((step + 1.0) / steps);
        }
        Fingerprints fingerprints = new Fingerprints(context);
        List<RowState> states = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            int index = i;
            byte[][] ofRow = Arrays.stream(slots).map(slot -> slot[index]).toArray(byte[][]::new);
            states.add(new RowState(rows[i], ofRow, fingerprints.fingerprint(rows[i], ofRow[layers - 1])));
        }
        return states;
    }

    private byte[][] layer(Matrix weights, byte[][] current, ProofWatch watch) {
        int order = context.profile().order();
        int[][] rows = Arrays.stream(current).map(Integers::widened).toArray(int[][]::new);
        byte[][] next = new byte[rows.length][order];
        IntStream blocks = IntStream.range(0, order / COLUMNS);
        double work = (double) rows.length * order * order;
        (work > WORTH_SPREADING ? blocks.parallel() : blocks)
                .forEach(block -> columns(weights, block * COLUMNS, rows, next, watch));
        return next;
    }

    private static void columns(Matrix weights, int first, int[][] rows, byte[][] next, ProofWatch watch) {
        int[] sums = new int[rows.length];
        for (int j = first; j < first + COLUMNS; j++) {
            watch.check();
            Arrays.fill(sums, 0);
            Integers.addProducts(rows, Integers.widened(weights.row(j)), sums);
            for (int s = 0; s < rows.length; s++) {
                next[s][j] = Integers.mix(sums[s]);
            }
        }
    }
}
