package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Fields that we write are ours, and those that others write stay theirs. */
interface OwnershipContract extends ClusterContract {
    @Test
    @Needs(Capability.FIELD_MANAGERS)
    default void whatWeWroteIsMarkedAsOurs() {
        WorkloadSpec spec = spec();

        cluster().createWorkload(spec);

        List<ManagedFieldsEntry> fields = byHand(kubectl -> kubectl.services()
                .inNamespace("chutes")
                .withName(WorkloadNames.service(spec.deploymentId()))
                .get()
                .getMetadata()
                .getManagedFields());

        assertThat(fields).extracting(ManagedFieldsEntry::getManager).containsExactly("rigger");
    }

    @Test
    @Needs(Capability.FIELD_OWNERSHIP)
    default void aFieldThatSomebodyElseOwnsIsSaidWithItsOwner() {
        WorkloadSpec old = spec("0.2.9", false);
        cluster().createWorkload(old);
        String map = WorkloadNames.codeMap(old.chute().chuteId(), old.version());
        byHand(kubectl -> kubectl.configMaps()
                .inNamespace("chutes")
                .withName(map)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("somebody")
                                .build(),
                        "{\"data\":{\"sample.py\":\"print('edited')\"}}"));
        WorkloadSpec again = Sample.spec(UUID.randomUUID().toString(), old.chute(), old.server(), null);

        assertThatThrownBy(() -> cluster().createWorkload(again))
                .isInstanceOfSatisfying(
                        ClusterFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.FIELD_CONFLICT))
                .hasMessageContaining(map)
                .hasMessageContaining("sample.py")
                .hasMessageContaining("\"somebody\"");
    }

    @Test
    @Needs(Capability.FIELD_OWNERSHIP)
    default void aLabelThatSomebodyElseSetIsNotOverruled() {
        byHand(kubectl -> kubectl.nodes()
                .withName(NODE)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("somebody")
                                .build(),
                        "{\"metadata\":{\"labels\":{\"gpu-short-ref\":\"h100\"}}}"));

        assertThatThrownBy(() -> cluster().label(NODE, Map.of("gpu-short-ref", Optional.of("h200"))))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("gpu-short-ref")
                .hasMessageContaining("\"somebody\"");
        assertThat(cluster().node(NODE).orElseThrow().labels()).containsEntry("gpu-short-ref", "h100");

        var unlabelled = cluster().label(NODE, Map.of("gpu-short-ref", Optional.empty()));
        assertThat(unlabelled.orElseThrow().labels()).doesNotContainKey("gpu-short-ref");
    }
}
