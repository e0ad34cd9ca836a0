package dev.rigger.workflows.proof;

/**
 * @param code {@code PROVEN}, {@code UNCHANGED} (no proof was due), {@code GPUS_IN_USE}, {@code SERVER_GONE}, or why not
 * @param what one sentence for people
 * @param next what to do about it; empty when nothing is to be done
 */
public record ProofReport(String code, String what, String next) {}
