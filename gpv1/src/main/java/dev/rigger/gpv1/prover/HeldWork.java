package dev.rigger.gpv1.prover;

import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.work.Opening;
import java.util.List;
import java.util.Optional;

/** One GPU's finished work, its slots still in memory for audits and openings. Not thread-safe. */
public interface HeldWork extends AutoCloseable {
    /** What the key boxes held; empty when they did not all open. */
    Optional<String> plaintext();

    /** The work's Merkle root, 32 bytes. */
    byte[] root();

    /** How much work it was. */
    WorkSize size();

    /** How long it took. */
    default WorkTimes times() {
        return WorkTimes.UNKNOWN;
    }

    /**
     * Scans all slots {@code steps} times, each step's weights known only after the step before.
     *
     * @param audit number of the audit, from 1, by which {@link #open} finds it again
     * @param nonce 32 bytes
     * @return one root a step
     */
    List<byte[]> audit(int audit, byte[] nonce, int steps);

    /**
     * Shows a row.
     *
     * @param audit 0 for the work's root, else the number of an audit that was made
     * @param step step of that audit, from 0
     */
    Opening open(int audit, int step, long row);

    /** Gives the slots' memory back. */
    @Override
    void close();
}
