package dev.rigger.workflows.proof;

import dev.rigger.workflows.proof.DeviceReport.Device;
import dev.rigger.workflows.proof.ProofRecordActivities.KnownGpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a host's hardware differs from what it was. Pure.
 *
 * @param lost uuids of GPUs that it does not report any more
 * @param changed uuids of GPUs that say something else of themselves than they did
 * @param added uuids of GPUs that nobody knows
 */
record HardwareChanges(List<String> lost, List<String> changed, List<String> added) {
    static HardwareChanges between(List<KnownGpu> known, List<Device> reported) {
        Map<String, Device> now =
                reported.stream().collect(Collectors.toMap(Device::uuid, Function.identity(), (first, same) -> first));
        List<String> lost = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (KnownGpu gpu : known) {
            Device then = gpu.device();
            Device device = now.remove(then.uuid());
            if (device == null) {
                lost.add(then.uuid());
            } else if (!isSame(then, device)) {
                changed.add(then.uuid());
            }
        }
        return new HardwareChanges(lost, changed, now.keySet().stream().sorted().toList());
    }

    /** Its place on the bus is no part of a GPU's identity. */
    private static boolean isSame(Device then, Device now) {
        return then.name().equals(now.name())
                && then.memoryBytes() == now.memoryBytes()
                && then.processors() == now.processors()
                && Math.round(then.clockRateKhz()) == Math.round(now.clockRateKhz())
                && then.maxThreadsPerProcessor() == now.maxThreadsPerProcessor();
    }

    boolean none() {
        return lost.isEmpty() && changed.isEmpty() && added.isEmpty();
    }

    /** GPUs that cannot be what was announced. */
    List<String> untrustworthy() {
        return Stream.concat(lost.stream(), changed.stream()).toList();
    }

    String code() {
        return !lost.isEmpty() ? ProofFailures.GPU_LOST : !changed.isEmpty() ? "GPU_CHANGED" : "GPU_ADDED";
    }

    String what() {
        List<String> parts = new ArrayList<>();
        if (!lost.isEmpty()) {
            parts.add("does not report " + String.join(", ", lost) + " any more");
        }
        if (!changed.isEmpty()) {
            parts.add("says something else of " + String.join(", ", changed) + " than when it joined");
        }
        if (!added.isEmpty()) {
            parts.add("reports " + String.join(", ", added) + ", which nobody knows");
        }
        return "its GPU worker " + String.join(", and ", parts) + ".";
    }
}
