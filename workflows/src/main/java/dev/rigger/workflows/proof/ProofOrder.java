package dev.rigger.workflows.proof;

/**
 * GPUs to be examined.
 *
 * @param proofId names the verdict; a fresh one for every try
 * @param report the GPUs that are asked, and where
 * @param gpuShortRef their type, whose full proof tells how long it may take
 */
public record ProofOrder(String proofId, DeviceReport report, String gpuShortRef) {}
