package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiskSpaceTest {
    @Test
    void twentyGibStayWithTheHost() {
        assertThat(DiskSpace.freeGib(new Quantity("500Gi"), List.of())).isEqualTo(480);
        assertThat(DiskSpace.freeGib(new Quantity("524288000Ki"), List.of())).isEqualTo(480);
    }

    @Test
    void whatPodsRequestIsTakenThatOfTheirInitContainersToo() {
        assertThat(DiskSpace.freeGib(new Quantity("500Gi"), List.of(pod("10Gi", "5Gi"), pod("1024Mi", "1048576Ki"))))
                .isEqualTo(500 - 10 - 5 - 1 - 1 - 20);
    }

    @Test
    void decimalUnitsAndBytesAreTakenForWhatTheyAre() {
        assertThat(DiskSpace.freeGib(new Quantity("214748364800"), List.of(pod("10G", "0"))))
                .isEqualTo(170);
    }

    @Test
    void aNodeThatDoesNotTellCountsAsAHundred() {
        assertThat(DiskSpace.freeGib(null, List.of(pod("10Gi", "0")))).isEqualTo(70);
    }

    @Test
    void moreThanAllTakenLeavesNothing() {
        assertThat(DiskSpace.freeGib(new Quantity("50Gi"), List.of(pod("40Gi", "0"))))
                .isZero();
    }

    @Test
    void whoRequestsNothingTakesNothing() {
        Pod pod = new PodBuilder()
                .withNewSpec()
                .addNewContainer()
                .endContainer()
                .endSpec()
                .build();

        assertThat(DiskSpace.freeGib(new Quantity("50Gi"), List.of(pod))).isEqualTo(30);
    }

    private static Pod pod(String disk, String init) {
        return new PodBuilder()
                .withNewSpec()
                .addNewContainer()
                .withNewResources()
                .withRequests(Map.of(DiskSpace.RESOURCE, new Quantity(disk)))
                .endResources()
                .endContainer()
                .addNewInitContainer()
                .withNewResources()
                .withRequests(Map.of(DiskSpace.RESOURCE, new Quantity(init)))
                .endResources()
                .endInitContainer()
                .endSpec()
                .build();
    }
}
