package dev.rigger.workflows.reconcile;

/**
 * @param heldBack destructive findings that the brake kept for an operator
 */
public record ReconcileReport(int findings, int acted, int heldBack, String summary) {}
