package dev.rigger.activities.kubernetes;

import static dev.rigger.workflows.onboarding.NodeProblem.refusal;
import static dev.rigger.workflows.onboarding.NodeProblem.warning;

import dev.rigger.activities.kubernetes.cluster.NodeView;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.GpuClass;
import dev.rigger.workflows.onboarding.NodeProblem;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the GPU operator says of a node's GPUs: whether it says it, and whether it fits together and the announced type. */
final class NodeGpuChecks {
    static final String MEMORY_MIB = "nvidia.com/gpu.memory";
    private static final String COUNT = "nvidia.com/gpu.count";
    private static final String PRODUCT = "nvidia.com/gpu.product";
    private static final String RESOURCE = "nvidia.com/gpu";
    /** Of the platform: GPUs of one server. */
    private static final int MOST_GPUS = 10;
    /** Drivers keep some of a GPU's memory to themselves, and a seller's GB may be a GiB. */
    private static final double LEAST_OF_MEMORY = 0.9;

    private static final double MOST_OF_MEMORY = 1.1;
    private static final double MIB_PER_GB = 1e9 / (1 << 20);

    private final GpuCatalogue catalogue;

    NodeGpuChecks(GpuCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    void check(NodeView seen, String gpuShortRef, List<NodeProblem> problems) {
        Map<String, String> labels = seen.facts().labels();
        labels(seen, labels, problems);
        count(seen, labels, problems);
        // A type that is newer than this catalogue is left to the validator, whose word counts.
        catalogue.byShortRef(gpuShortRef).ifPresent(type -> type(seen, labels, type, problems));
    }

    private static void labels(NodeView seen, Map<String, String> labels, List<NodeProblem> problems) {
        List<String> missing = Stream.of(COUNT, MEMORY_MIB)
                .filter(label -> number(labels, label) == null)
                .toList();
        if (!missing.isEmpty()) {
            problems.add(refusal(
                    "GPU_LABELS_MISSING",
                    "the node has no number in its label " + String.join(" and ", missing),
                    "the labels of the GPU operator's feature discovery",
                    "kubectl -n gpu-operator rollout restart daemonset gpu-feature-discovery; then kubectl get node "
                            + seen.facts().name() + " --show-labels"));
        }
        if (!labels.containsKey(PRODUCT)) {
            problems.add(warning(
                    "GPU_PRODUCT_UNKNOWN",
                    "the node has no label " + PRODUCT,
                    "the GPUs' name, to be compared with what they say themselves",
                    "kubectl -n gpu-operator rollout restart daemonset gpu-feature-discovery"));
        }
    }

    private static void count(NodeView seen, Map<String, String> labels, List<NodeProblem> problems) {
        int allocatable = seen.facts().gpuCount();
        long capacity = capacity(seen);
        Long promised = number(labels, COUNT);
        if (allocatable == 0 && capacity == 0) {
            problems.add(refusal(
                    "GPUS_NOT_OFFERED",
                    "the node offers no " + RESOURCE + " at all",
                    promised == null ? "its GPUs" : "its " + promised + " GPUs",
                    "kubectl -n gpu-operator rollout restart daemonset nvidia-device-plugin-daemonset; then nvidia-smi"
                            + " on " + seen.facts().name()));
        } else if (allocatable < capacity) {
            problems.add(refusal(
                    "GPU_UNHEALTHY",
                    "of " + capacity + " GPUs only " + allocatable + " are allocatable",
                    "all of them healthy",
                    "nvidia-smi and dmesg | grep -i xid on " + seen.facts().name() + "; a GPU that fell off the bus"
                            + " needs a reboot"));
        } else if (promised != null && promised != allocatable) {
            problems.add(refusal(
                    "GPU_COUNT_UNCLEAR",
                    "label " + COUNT + " says " + promised + ", the node offers " + allocatable,
                    "one number of GPUs, without sharing or partitions",
                    "switch time slicing and MIG off, then kubectl -n gpu-operator rollout restart daemonset"
                            + " gpu-feature-discovery"));
        }
        if (allocatable > MOST_GPUS) {
            problems.add(refusal(
                    "GPU_COUNT_TOO_HIGH",
                    "the node has " + allocatable + " GPUs",
                    "at most " + MOST_GPUS + " a server",
                    "divide the machine into several nodes"));
        }
    }

    private void type(NodeView seen, Map<String, String> labels, GpuClass type, List<NodeProblem> problems) {
        String product = labels.get(PRODUCT);
        Optional<GpuClass> named =
                product == null ? Optional.empty() : catalogue.byDeviceName(product.replace('-', ' '));
        if (named.isEmpty() && product != null) {
            named = catalogue.byDeviceName(product);
        }
        if (named.isPresent() && !named.get().shortRef().equals(type.shortRef())) {
            problems.add(refusal(
                    "GPU_TYPE_MISMATCH",
                    "label " + PRODUCT + " says " + product + ", which is a "
                            + named.get().shortRef(),
                    "a " + type.shortRef() + ", as which it is to be added",
                    "add it with --gpu-short-ref " + named.get().shortRef()));
            return;
        }
        Long memory = number(labels, MEMORY_MIB);
        double nominal = type.memoryGb() * MIB_PER_GB;
        if (memory != null
                && (memory < nominal * LEAST_OF_MEMORY || memory > type.memoryGb() * 1024.0 * MOST_OF_MEMORY)) {
            problems.add(refusal(
                    "GPU_MEMORY_MISMATCH",
                    "label " + MEMORY_MIB + " says " + memory + " MiB",
                    "about " + Math.round(nominal) + " MiB, which a " + type.shortRef() + " has",
                    "add " + seen.facts().name() + " with the --gpu-short-ref of its GPUs: nvidia-smi -L"));
        }
    }

    private static long capacity(NodeView seen) {
        Quantity quantity = Objects.requireNonNullElse(
                        seen.node().getStatus().getCapacity(), Map.<String, Quantity>of())
                .get(RESOURCE);
        return quantity == null ? 0 : quantity.getNumericalAmount().longValue();
    }

    static @Nullable Long number(Map<String, String> labels, String label) {
        String text = labels.getOrDefault(label, "");
        return text.matches("[0-9]{1,15}") ? Long.valueOf(text) : null;
    }
}
