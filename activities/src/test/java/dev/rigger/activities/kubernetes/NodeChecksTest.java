package dev.rigger.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rigger.activities.kubernetes.cluster.NodeView;
import dev.rigger.activities.kubernetes.cluster.NodeView.Presence;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.workflows.onboarding.NodeFacts;
import dev.rigger.workflows.onboarding.NodeProblem;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeChecksTest {
    private static final NodeChecks CHECKS = new NodeChecks("chutes", "nvidia", GpuCatalogue.shipped());

    private final Map<String, String> labels = new HashMap<>(Map.of(
            "nvidia.com/gpu.count", "8",
            "nvidia.com/gpu.memory", "143771",
            "nvidia.com/gpu.product", "NVIDIA-H200",
            "chutes/external-ip", "203.0.113.10"));
    private @Nullable String address = "203.0.113.10";
    private boolean ready = true;
    private int allocatable = 8;
    private int capacity = 8;
    private int memoryPerGpu = 140;
    private @Nullable Long diskGib = 4_000L;
    private Presence runtimeClass = Presence.THERE;
    private Presence namespace = Presence.THERE;
    private Consumer<NodeBuilder> edit = node -> {};

    @Test
    void aNodeAsTheGpuOperatorLeavesItIsFit() {
        assertThat(problems("h200")).isEmpty();
    }

    @Test
    void aNodeWhoseSpecificationIsEmptyIsFit() {
        edit = node -> node.withSpec(null);

        assertThat(problems("h200")).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsToldInOneLook() {
        ready = false;
        edit = node -> node.editSpec().withUnschedulable(true).endSpec();
        labels.remove("nvidia.com/gpu.memory");
        runtimeClass = Presence.MISSING;
        namespace = Presence.MISSING;
        address = null;
        labels.remove("chutes/external-ip");
        diskGib = 9L;

        assertThat(problems("h200"))
                .extracting(NodeProblem::code)
                .containsExactly(
                        "NODE_NOT_READY",
                        "NODE_CORDONED",
                        "NAMESPACE_MISSING",
                        "RUNTIME_CLASS_MISSING",
                        "NODE_ADDRESS_MISSING",
                        "GPU_LABELS_MISSING",
                        "NODE_DISK_TOO_SMALL");
        assertThat(problems("h200")).allMatch(NodeProblem::refuses).allSatisfy(problem -> {
            assertThat(problem.saw()).isNotBlank();
            assertThat(problem.wants()).isNotBlank();
            assertThat(problem.mend()).isNotBlank();
        });
    }

    @Test
    void aCordonIsMendedByTheCommandThatIsNamed() {
        edit = node -> node.editSpec().withUnschedulable(true).endSpec();

        assertThat(problems("h200")).extracting(NodeProblem::mend).containsExactly("kubectl uncordon h200-0");
    }

    @Test
    void onlyATaintThatEvictsKeepsAServerOut() {
        edit = node -> node.editSpec()
                .addNewTaint("NoExecute", "maintenance", null, "soon")
                .addNewTaint("NoSchedule", "gpu", null, "only")
                .addNewTaint("NoExecute", "node.kubernetes.io/not-ready", null, null)
                .endSpec();

        List<NodeProblem> problems = problems("h200");

        assertThat(problems)
                .extracting(NodeProblem::code, NodeProblem::refuses)
                .containsExactly(tuple("NODE_TAINTED", true), tuple("NODE_TAINT_IGNORED", false));
        assertThat(problems.getFirst().mend()).isEqualTo("kubectl taint node h200-0 maintenance:NoExecute-");
    }

    @Test
    void aKubeletUnderPressureSaysWhich() {
        edit = node -> node.editStatus()
                .addNewCondition()
                .withType("DiskPressure")
                .withStatus("True")
                .withMessage("kubelet has disk pressure")
                .endCondition()
                .endStatus();

        assertThat(problems("h200"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.saw())
                        .isEqualTo("condition DiskPressure is True: kubelet has disk pressure"));
    }

    @Test
    void lessRamThanVramIsAWarningWithTheShareThatResults() {
        memoryPerGpu = 63;

        assertThat(problems("h200")).singleElement().satisfies(problem -> {
            assertThat(problem.refuses()).isFalse();
            assertThat(problem.saw()).contains("memory_per_gpu=63", "140 GiB");
        });

        memoryPerGpu = 0;
        assertThat(codes("h200")).containsExactly("NODE_MEMORY_TOO_SMALL");
    }

    @Test
    void gpusThatAreNotOfferedOrNotHealthyOrNotCountedAlikeAreToldApart() {
        allocatable = 7;
        assertThat(codes("h200")).containsExactly("GPU_UNHEALTHY");

        allocatable = 0;
        capacity = 0;
        assertThat(codes("h200")).containsExactly("GPUS_NOT_OFFERED");

        allocatable = 80;
        capacity = 80;
        assertThat(codes("h200")).containsExactly("GPU_COUNT_UNCLEAR", "GPU_COUNT_TOO_HIGH");
    }

    @Test
    void theAnnouncedTypeIsComparedWithTheCatalogue() {
        assertThat(problems("h100_sxm"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line())
                        .startsWith("GPU_TYPE_MISMATCH: label nvidia.com/gpu.product says NVIDIA-H200, which is a h200")
                        .endsWith("add it with --gpu-short-ref h200"));

        labels.remove("nvidia.com/gpu.product");
        assertThat(codes("h100_sxm")).containsExactly("GPU_PRODUCT_UNKNOWN", "GPU_MEMORY_MISMATCH");
        assertThat(codes("of-tomorrow")).containsExactly("GPU_PRODUCT_UNKNOWN");
    }

    @Test
    void whatTheClusterHidesIsNotHeldAgainstIt() {
        runtimeClass = Presence.HIDDEN;
        namespace = Presence.HIDDEN;
        diskGib = null;

        assertThat(problems("h200")).isEmpty();
    }

    @Test
    void anAddressThatNobodyLabelledIsToldAndTaken() {
        labels.remove("chutes/external-ip");
        address = "10.0.0.7";

        assertThat(problems("h200")).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("NODE_ADDRESS_UNLABELLED");
            assertThat(problem.refuses()).isFalse();
            assertThat(problem.saw()).contains("10.0.0.7");
        });
    }

    private List<String> codes(String gpuShortRef) {
        return problems(gpuShortRef).stream().map(NodeProblem::code).toList();
    }

    private List<NodeProblem> problems(String gpuShortRef) {
        NodeBuilder node = new NodeBuilder()
                .withNewMetadata()
                .withName("h200-0")
                .withUid("uid-1")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withCapacity(Map.of("nvidia.com/gpu", new Quantity(Integer.toString(capacity))))
                .endStatus();
        edit.accept(node);
        Node built = node.build();
        NodeFacts facts = new NodeFacts(
                "uid-1", "h200-0", address, ready, allocatable, 4, memoryPerGpu, 8_000, Map.copyOf(labels));
        return CHECKS.of(new NodeView(built, facts, diskGib, runtimeClass, namespace), gpuShortRef);
    }
}
