package dev.rigger.workflows.reconcile;

/**
 * @param heldBack destructive findings that the brake kept for an operator
 */
public record ReconcileReport(int findings, int acted, int heldBack, String summary) {
    /** The same, with more to say. */
    public ReconcileReport and(String more) {
        return new ReconcileReport(findings, acted, heldBack, summary + more);
    }
}
