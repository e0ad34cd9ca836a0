package dev.rigger.activities.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a node's ephemeral storage still has to give: its capacity, less what pods request, less what the host keeps. */
final class DiskSpace {
    static final String RESOURCE = "ephemeral-storage";
    /** For nodes that do not tell their capacity. */
    private static final long UNTOLD_GIB = 100;

    private static final Set<String> OVER = Set.of("Succeeded", "Failed");
    private static final long HOST_GIB = 20;
    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

    private DiskSpace() {}

    /**
     * Whole GiB, never less than none.
     *
     * @param capacity of the node, or what of it is for pods; null where it tells none
     * @param pods on it; those that are over keep nothing, and init containers' requests count as the others' do
     */
    static int freeGib(@Nullable Quantity capacity, Collection<Pod> pods) {
        BigDecimal total =
                capacity == null ? GIB.multiply(BigDecimal.valueOf(UNTOLD_GIB)) : Quantity.getAmountInBytes(capacity);
        BigDecimal requested = pods.stream()
                .filter(pod -> !isOver(pod))
                .flatMap(DiskSpace::containers)
                .map(DiskSpace::request)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return total.subtract(requested)
                .subtract(GIB.multiply(BigDecimal.valueOf(HOST_GIB)))
                .max(BigDecimal.ZERO)
                .divideToIntegralValue(GIB)
                .intValue();
    }

    private static boolean isOver(Pod pod) {
        return pod.getStatus() != null
                && OVER.contains(String.valueOf(pod.getStatus().getPhase()));
    }

    private static Stream<Container> containers(Pod pod) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
    }

    private static BigDecimal request(Container container) {
        if (container.getResources() == null) {
            return BigDecimal.ZERO;
        }
        Map<String, Quantity> requests =
                Objects.requireNonNullElse(container.getResources().getRequests(), Map.of());
        Quantity disk = requests.get(RESOURCE);
        return disk == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(disk);
    }
}
