package dev.rigger.activities.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeploymentIdsTest {

    private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    @Test
    void version5AgreesWithTheStandardsExample() {
        assertThat(DeploymentIds.version5(DNS, "www.example.com"))
                .isEqualTo(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
    }

    @Test
    void thePlanAndTheIndexDecideTheId() {
        assertThat(DeploymentIds.of("plan-1", 0))
                .isEqualTo(DeploymentIds.of("plan-1", 0))
                .isNotEqualTo(DeploymentIds.of("plan-1", 1))
                .isNotEqualTo(DeploymentIds.of("plan-2", 0));
    }
}
