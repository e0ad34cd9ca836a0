package dev.rigger.workflows.proof;

/** Heartbeat detail: share of the work done (0 to 1) and an estimate of the seconds left. */
public record ProofProgress(double done, double secondsLeft) {}
