package dev.rigger.activities.kubernetes;

import static dev.rigger.workflows.onboarding.NodeProblem.refusal;
import static dev.rigger.workflows.onboarding.NodeProblem.warning;

import dev.rigger.activities.kubernetes.cluster.NodeView;
import dev.rigger.activities.kubernetes.cluster.NodeView.Presence;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.workflows.onboarding.NodeFacts;
import dev.rigger.workflows.onboarding.NodeProblem;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Whether a node can be a server, as far as its objects tell. Every check is made, so that the operator mends all at once. */
final class NodeChecks {
    /** Conditions of the kubelet that are bad when they hold; each has a code of its own. */
    private static final Set<String> PRESSURES =
            Set.of("DiskPressure", "MemoryPressure", "PIDPressure", "NetworkUnavailable");

    /** What Kubernetes taints by itself repeats the conditions and the cordon. */
    private static final String OWN_TAINTS = "node.kubernetes.io/";

    /** What the smallest copy asks for. */
    private static final long LEAST_DISK_GIB = 10;

    private final String namespace;
    private final String runtimeClass;
    private final NodeGpuChecks gpus;

    /**
     * @param namespace in which chutes run
     * @param runtimeClass that chutes name
     */
    NodeChecks(String namespace, String runtimeClass, GpuCatalogue catalogue) {
        this.namespace = namespace;
        this.runtimeClass = runtimeClass;
        this.gpus = new NodeGpuChecks(catalogue);
    }

    /** What is wrong with it, refusals and warnings, as a server of that GPU type. */
    List<NodeProblem> of(NodeView seen, String gpuShortRef) {
        List<NodeProblem> problems = new ArrayList<>();
        kubelet(seen, problems);
        taints(seen, problems);
        around(seen, problems);
        address(seen.facts(), problems);
        gpus.check(seen, gpuShortRef, problems);
        memory(seen.facts(), problems);
        disk(seen, problems);
        return problems;
    }

    private static void kubelet(NodeView seen, List<NodeProblem> problems) {
        String name = seen.facts().name();
        List<NodeCondition> conditions =
                Objects.requireNonNullElse(seen.node().getStatus().getConditions(), List.of());
        if (!seen.facts().ready()) {
            problems.add(refusal(
                    "NODE_NOT_READY",
                    "Node is not yet ready [status='NotReady']" + said(conditions, "Ready"),
                    "condition Ready is True",
                    "kubectl describe node " + name + "; then systemctl restart kubelet (or k3s-agent) on it"));
        }
        for (NodeCondition condition : conditions) {
            if (PRESSURES.contains(condition.getType()) && condition.getStatus().equals("True")) {
                problems.add(refusal(
                        "NODE_UNDER_PRESSURE",
                        "condition " + condition.getType() + " is True" + said(conditions, condition.getType()),
                        "condition " + condition.getType() + " is False",
                        "kubectl describe node " + name + ", and free what it names"));
            }
        }
        NodeSpec spec = seen.node().getSpec();
        if (spec != null && Boolean.TRUE.equals(spec.getUnschedulable())) {
            problems.add(refusal(
                    "NODE_CORDONED", "the node is cordoned", "a node that takes pods", "kubectl uncordon " + name));
        }
    }

    private static String said(List<NodeCondition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals(type) && condition.getMessage() != null)
                .findFirst()
                .map(condition -> ": " + condition.getMessage())
                .orElse("");
    }

    /** Chutes are pinned past the scheduler and tolerate nothing, so only what evicts keeps them off. */
    private static void taints(NodeView seen, List<NodeProblem> problems) {
        NodeSpec spec = seen.node().getSpec();
        List<Taint> taints = spec == null ? List.of() : Objects.requireNonNullElse(spec.getTaints(), List.of());
        for (Taint taint : taints) {
            if (taint.getKey().startsWith(OWN_TAINTS)) {
                continue;
            }
            String saw = "taint " + taint.getKey() + (taint.getValue() == null ? "" : "=" + taint.getValue()) + ":"
                    + taint.getEffect();
            String mend =
                    "kubectl taint node " + seen.facts().name() + " " + taint.getKey() + ":" + taint.getEffect() + "-";
            problems.add(
                    "NoExecute".equals(taint.getEffect())
                            ? refusal("NODE_TAINTED", saw + " evicts every chute", "no taint with NoExecute", mend)
                            : warning(
                                    "NODE_TAINT_IGNORED",
                                    saw + " does not keep chutes off, which are pinned to their node",
                                    "no taints, or NoExecute where nothing is to run",
                                    mend));
        }
    }

    private void around(NodeView seen, List<NodeProblem> problems) {
        if (seen.namespace() == Presence.MISSING) {
            problems.add(refusal(
                    "NAMESPACE_MISSING",
                    "its cluster has no namespace " + namespace,
                    "the namespace in which chutes run",
                    "kubectl create namespace " + namespace));
        }
        if (seen.runtimeClass() == Presence.MISSING) {
            problems.add(refusal(
                    "RUNTIME_CLASS_MISSING",
                    "its cluster has no runtime class " + runtimeClass,
                    "the runtime class that chutes name (NVIDIA_RUNTIME)",
                    "install the GPU operator, or: kubectl apply -f - <<< '{\"apiVersion\":\"node.k8s.io/v1\","
                            + "\"kind\":\"RuntimeClass\",\"metadata\":{\"name\":\"" + runtimeClass
                            + "\"},\"handler\":\"nvidia\"}'"));
        }
    }

    private static void address(NodeFacts facts, List<NodeProblem> problems) {
        String address = facts.ipAddress();
        String mend = "kubectl label node " + facts.name() + " chutes/external-ip=<public IP> --overwrite";
        if (address == null || address.isBlank()) {
            problems.add(refusal(
                    "NODE_ADDRESS_MISSING",
                    "the node has neither a label chutes/external-ip nor an address",
                    "the address at which users reach its chutes",
                    mend));
        } else if (!facts.labels().containsKey("chutes/external-ip")) {
            problems.add(warning(
                    "NODE_ADDRESS_UNLABELLED",
                    "the label chutes/external-ip is missing, so its chutes are announced at " + address,
                    "the label with the public address",
                    mend));
        }
    }

    private static void memory(NodeFacts facts, List<NodeProblem> problems) {
        int share = facts.memoryPerGpuGib();
        Long vramMib = NodeGpuChecks.number(facts.labels(), NodeGpuChecks.MEMORY_MIB);
        if (facts.gpuCount() == 0 || vramMib == null) {
            return;
        }
        long vram = vramMib / 1024;
        if (share == 0) {
            problems.add(refusal(
                    "NODE_MEMORY_TOO_SMALL",
                    "memory_per_gpu would be 0 GiB",
                    "at least 1 GiB of RAM for each GPU beside 6 GiB for the host, and a GPU of at least 1 GiB",
                    "add RAM, or correct the label " + NodeGpuChecks.MEMORY_MIB));
        } else if (share < vram) {
            problems.add(warning(
                    "NODE_MEMORY_BELOW_VRAM",
                    "RAM gives each GPU memory_per_gpu=" + share + " GiB, its own memory is " + vram + " GiB",
                    "as much RAM for each GPU as it has memory, or large models may not load",
                    "add RAM; the server joins with memory_per_gpu=" + share));
        }
    }

    private static void disk(NodeView seen, List<NodeProblem> problems) {
        Long disk = seen.diskGib();
        if (disk != null && disk < LEAST_DISK_GIB) {
            problems.add(refusal(
                    "NODE_DISK_TOO_SMALL",
                    "allocatable ephemeral storage leaves " + disk + " GiB to chutes",
                    "at least " + LEAST_DISK_GIB + " GiB beside other pods' requests and 20 GiB for the host",
                    "kubectl describe node " + seen.facts().name() + ", and give the kubelet's file system more room"));
        }
    }
}
