package dev.rigger.gpv1.work;

/** One row after all its layers, as a verifier recomputes it: the T slots (T·n bytes) and the fingerprint. */
public final class RowState {
    private final long row;
    private final byte[][] slots;
    private final byte[] fingerprint;

    RowState(long row, byte[][] slots, byte[] fingerprint) {
        this.row = row;
        this.slots = slots;
        this.fingerprint = fingerprint;
    }

    public long row() {
        return row;
    }

    /** F, 32 bytes. */
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    /** E under that step's weights, 32 bytes. */
    public byte[] auditSums(AuditScan scan) {
        return scan.sums(slots);
    }
}
