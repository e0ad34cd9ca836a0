package dev.rigger.gpv1.work;

import dev.rigger.gpv1.ProofWatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recomputes single rows without the others: R·T·n² multiply-adds a row, n bytes of matrix in memory at a time.
 *
 * <p>Row i of every layer depends only on row i of the layer before and on the public matrix, so a verifier needs nothing
 * of the prover's to know what row i must be.
 */
public final class RowEngine {
    private final WorkContext context;

    public RowEngine(WorkContext context) {
        this.context = context;
    }

    /** The states of those rows, in that order. */
    public List<RowState> recompute(long[] rows, ProofWatch watch) {
        int layers = context.profile().layers();
        int passes = context.profile().passes();
        int[][] current = Arrays.stream(rows)
                .mapToObj(row -> Integers.widened(context.startRow(row)))
                .toArray(int[][]::new);
        int[][][] slots = new int[layers][][];
        for (int pass = 0; pass < passes; pass++) {
            for (int layer = 0; layer < layers; layer++) {
                current = layer(layer + 1, current, watch);
                slots[layer] = current;
                watch.done((double) (pass * layers + layer + 1) / (passes * layers));
            }
        }
        Fingerprints fingerprints = new Fingerprints(context);
        List<RowState> states = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            int index = i;
            List<int[]> ofRow = Arrays.stream(slots).map(slot -> slot[index]).toList();
            states.add(new RowState(rows[i], ofRow, fingerprints.fingerprint(rows[i], ofRow.getLast())));
        }
        return states;
    }

    private int[][] layer(int layer, int[][] current, ProofWatch watch) {
        int order = context.profile().order();
        int[][] next = new int[current.length][order];
        for (int j = 0; j < order; j++) {
            watch.check();
            int[] weights = Integers.widened(context.layerRow(layer, j));
            for (int s = 0; s < current.length; s++) {
                next[s][j] = Integers.mix(Integers.dot(current[s], weights));
            }
        }
        return next;
    }
}
