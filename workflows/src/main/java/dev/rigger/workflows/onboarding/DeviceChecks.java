package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.DeviceReport.Device;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether the GPUs that a host reports are the ones that its node promises. Pure. */
final class DeviceChecks {
    private static final String COUNT = "nvidia.com/gpu.count";
    private static final String MEMORY_MIB = "nvidia.com/gpu.memory";
    private static final String PRODUCT = "nvidia.com/gpu.product";
    private static final long MIB = 1024L * 1024;
    /** Drivers keep some of a GPU's memory to themselves, and count it in their own ways. */
    private static final double MEMORY_TOLERANCE = 0.1;

    private DeviceChecks() {}

    /**
     * Compares what was told with the node.
     *
     * @param asked what on the server told it
     * @throws OnboardingFailure at the first that is wrong
     */
    static void check(NodeFacts facts, DeviceReport report, String asked) {
        List<Device> devices = report.devices();
        String server = facts.name();
        long promised = number(facts.labels(), COUNT, facts.gpuCount());
        if (devices.isEmpty() || devices.size() != promised) {
            throw OnboardingFailure.of(
                    server,
                    "its " + asked + " reports " + devices.size() + " GPUs, its node has " + promised + ".",
                    "GPU_COUNT_MISMATCH",
                    "Check the label " + COUNT + " and nvidia-smi on " + server + ", then add it again.");
        }
        if (devices.stream().map(Device::uuid).distinct().count() != devices.size()) {
            throw OnboardingFailure.of(
                    server,
                    "its " + asked + " reports one GPU twice.",
                    "GPU_REPORTED_TWICE",
                    "Restart the " + asked + " on " + server + ", then add it again.");
        }
        if (devices.stream().map(Device::name).distinct().count() != 1) {
            throw OnboardingFailure.of(
                    server,
                    "its GPUs are of different models: "
                            + devices.stream().map(Device::name).distinct().toList() + ".",
                    "GPU_MODELS_DIFFER",
                    "A server needs GPUs of one model.");
        }
        checkName(facts, devices.getFirst(), asked);
        checkMemory(facts, devices);
    }

    private static void checkName(NodeFacts facts, Device device, String asked) {
        String product = facts.labels().getOrDefault(PRODUCT, "");
        if (!plain(product).startsWith(plain(device.name()))
                && !plain(device.name()).startsWith(plain(product))) {
            throw OnboardingFailure.of(
                    facts.name(),
                    "its " + asked + " reports " + device.name() + ", its node has " + product + ".",
                    "GPU_NAME_MISMATCH",
                    "Check the label " + PRODUCT + " and which host polls the queue of " + facts.name() + ".");
        }
    }

    private static void checkMemory(NodeFacts facts, List<Device> devices) {
        long promised = number(facts.labels(), MEMORY_MIB, 0) * MIB;
        for (Device device : devices) {
            if (promised > 0 && Math.abs(device.memoryBytes() - promised) > promised * MEMORY_TOLERANCE) {
                throw OnboardingFailure.of(
                        facts.name(),
                        "its GPU " + device.uuid() + " reports " + device.memoryBytes() / MIB
                                + " MiB of memory, its node promises " + promised / MIB + " MiB.",
                        "GPU_MEMORY_MISMATCH",
                        "Check the label " + MEMORY_MIB + " and gpu-short-ref, then add it again.");
            }
        }
    }

    private static long number(Map<String, String> labels, String label, long otherwise) {
        String text = labels.getOrDefault(label, "");
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : otherwise;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
