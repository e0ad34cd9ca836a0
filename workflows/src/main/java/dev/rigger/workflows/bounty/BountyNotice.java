package dev.rigger.workflows.bounty;

/**
 * @param amount in the validator's bounty points; 0 for a notice of urgency alone
 * @param boost factor on the instance's multiplier for whoever activates first; 1 when not said
 */
public record BountyNotice(String eventKey, long amount, double boost) {}
