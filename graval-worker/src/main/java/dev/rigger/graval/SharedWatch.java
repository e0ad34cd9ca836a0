package dev.rigger.graval;

import dev.rigger.gpv1.ProofWatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** One watch over several computations: adds their shares up, and stops all of them when one is stopped. */
final class SharedWatch {
    private static final int WHOLE = 1_000_000;

    private final ProofWatch whole;
    private final AtomicIntegerArray shares;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private int handedOut;

    SharedWatch(ProofWatch whole, int parts) {
        this.whole = whole;
        this.shares = new AtomicIntegerArray(parts);
    }

    /** The next part's watch. */
    ProofWatch next() {
        int part = handedOut++;
        return new ProofWatch() {
            @Override
            public void done(double share) {
                shares.set(part, (int) (share * WHOLE));
                whole.done(mean());
            }

            @Override
            public boolean cancelled() {
                return stopped.get() || whole.cancelled();
            }
        };
    }

    void stop() {
        stopped.set(true);
    }

    private double mean() {
        long sum = 0;
        for (int part = 0; part < shares.length(); part++) {
            sum += shares.get(part);
        }
        return (double) sum / WHOLE / shares.length();
    }
}
