package dev.rigger.workflows.proof;

import java.util.List;
import java.util.Set;

/**
 * The GPUs of one host.
 *
 * @param verificationHost address at which the validator may ask the host itself
 * @param verificationPort port of the same
 * @param backend what proves: {@code cpu-reference} or {@code cuda}
 */
public record DeviceReport(
        String serverName, String verificationHost, int verificationPort, String backend, List<Device> devices) {
    /** The same host with these of its GPUs. */
    public DeviceReport only(Set<String> uuids) {
        return new DeviceReport(
                serverName,
                verificationHost,
                verificationPort,
                backend,
                devices.stream().filter(device -> uuids.contains(device.uuid())).toList());
    }

    /**
     * @param uuid 32 hex digits
     * @param memoryBytes VRAM
     * @param processors streaming multiprocessors
     * @param clockRateKhz boost clock
     */
    public record Device(
            int index,
            String uuid,
            String name,
            long memoryBytes,
            int processors,
            double clockRateKhz,
            int maxThreadsPerProcessor) {}
}
