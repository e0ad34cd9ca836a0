package dev.rigger.workflows.reconcile;

/**
 * What one pull of the validator's lists brought.
 *
 * @param complete whether every list came whole; an incomplete list changes nothing and removes nothing
 * @param changed whether anything differs from the inventory
 */
public record Sync(boolean complete, boolean changed, String summary) {}
