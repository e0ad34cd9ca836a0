package dev.rigger.workflows.proof;

/** @param code stable: {@code PROVEN}, {@code WRONG_PLAINTEXT}, {@code MISSING_GPU}, … */
public record ProofVerdict(boolean accepted, String code, String what) {}
