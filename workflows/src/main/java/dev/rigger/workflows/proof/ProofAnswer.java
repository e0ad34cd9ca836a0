package dev.rigger.workflows.proof;

import java.time.Duration;
import java.util.Map;

/**
 * @param plaintexts what each GPU found in its key boxes, by uuid
 * @param roots hex Merkle roots of each GPU's work, by uuid
 * @param elapsed as the host measured it; the verifier uses its own clock
 */
public record ProofAnswer(
        String proofId, Map<String, String> plaintexts, Map<String, String> roots, Duration elapsed) {}
