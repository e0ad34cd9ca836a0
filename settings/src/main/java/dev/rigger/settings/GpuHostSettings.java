package dev.rigger.settings;

/**
 * A GPU host's worker.
 *
 * @param serverName {@code SERVER_NAME}: the node's name
 * @param advertisedHost {@code VERIFICATION_HOST}: the address at which the validator reaches this host
 * @param port {@code VERIFICATION_PORT}; 0 takes any free one
 * @param simulatedGpus {@code SIMULATED_GPUS}, such as {@code 8xh200}: CPU reference in place of GPUs
 */
public record GpuHostSettings(
        String serverName, String bindHost, String advertisedHost, int port, String simulatedGpus) {}
