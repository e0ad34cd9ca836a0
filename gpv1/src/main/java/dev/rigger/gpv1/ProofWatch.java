package dev.rigger.gpv1;

import java.util.concurrent.CancellationException;

/** Who watches a long computation: hears how far it is, and may stop it. Called often, from the computing thread. */
public interface ProofWatch {
    /** Nobody watches. */
    ProofWatch NONE = new ProofWatch() {
        @Override
        public void done(double share) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /** @param share of the work, 0 to 1, never falling */
    void done(double share);

    /** Asked at least twice a second; after true, the computation ends with a {@link CancellationException}. */
    boolean cancelled();

    /** Ends the computation when it was cancelled. */
    default void check() {
        if (cancelled()) {
            throw new CancellationException("proof cancelled");
        }
    }
}
