package dev.rigger.activities.kubernetes.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.settings.BootstrapSettings;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapOrder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BootstrapObjectTest {
    private final BootstrapObject objects = new BootstrapObject(
            Sample.kubernetes(null),
            new BootstrapSettings("graval-bootstrap:cuda", "graval-bootstrap:rocm", Duration.ofSeconds(900)),
            Sample.MINER);

    @Test
    void aServerHasAllGpusOfItsNodeAndItsShareOfTheRest() {
        BootstrapOrder order = order("gpu-7.example");

        Golden.assertSame(Map.of(
                "bootstrap-service.yaml", BootstrapObject.service(order),
                "bootstrap-job.yaml", objects.job(order, false)));
    }

    @Test
    void amdsGpusHaveAnImageAndAResourceOfTheirOwn() {
        Golden.assertSame(Map.of("bootstrap-rocm-job.yaml", objects.job(order("mi-0"), true)));
    }

    @Test
    void aNodeWithALongNameHasNamesThatAClusterTakes() {
        String node = "gpu." + "a".repeat(80) + ".example";
        BootstrapOrder order = order(node);

        assertThat(BootstrapObject.jobName(node))
                .hasSize(63)
                .matches("[a-z0-9-]+")
                .isNotEqualTo(BootstrapObject.jobName(node + "s"));
        assertThat(BootstrapObject.service(order).getSpec().getSelector())
                .isEqualTo(objects.job(order, false)
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .allSatisfy((label, value) -> assertThat(value).hasSizeLessThanOrEqualTo(63));
        assertThat(objects.job(order, false).getSpec().getTemplate().getSpec().getNodeName())
                .isEqualTo(node);
    }

    private static BootstrapOrder order(String node) {
        return new BootstrapOrder(
                "run-1", node, "203.0.113.9", Sample.VALIDATOR, "h200", 8, 4, 140, Duration.ofMinutes(60));
    }
}
