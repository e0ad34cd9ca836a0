package dev.rigger.activities.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply, for what is ours as long as it is there: we say what our fields are, whoever else wrote them is not
 * overruled, and what others added stays.
 */
final class OwnFields {
    private static final String FIELD_CONFLICT = "FieldManagerConflict";

    /** What we once created is another manager's in the API server's eyes, although it has our name. */
    private static final String OURSELVES = "conflict with \"" + ClientConfigs.FIELD_MANAGER + "\"";

    private OwnFields() {}

    /** @throws ClusterFailure {@code FIELD_CONFLICT} when somebody else owns a field that we want otherwise */
    static <T extends HasMetadata> T apply(Resource<T> wanted) {
        try {
            return wanted.fieldManager(ClientConfigs.FIELD_MANAGER).serverSideApply();
        } catch (KubernetesClientException e) {
            List<String> owned = conflicts(e.getStatus());
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || owned.isEmpty()) {
                throw e;
            }
            if (owned.stream().allMatch(conflict -> conflict.contains(OURSELVES))) {
                return wanted.fieldManager(ClientConfigs.FIELD_MANAGER)
                        .forceConflicts()
                        .serverSideApply();
            }
            HasMetadata object = wanted.item();
            throw new ClusterFailure(
                    ClusterFailure.Code.FIELD_CONFLICT,
                    object.getKind() + " " + object.getMetadata().getName() + " was changed by somebody else: "
                            + String.join("; ", owned)
                            + ". Undo that change, or delete the object so that it is made anew",
                    null);
        }
    }

    /** Each field with who owns it, in the API server's words: {@code .spec.egress: conflict with "kubectl-edit"}. */
    private static List<String> conflicts(@Nullable Status status) {
        return status == null || status.getDetails() == null
                ? List.of()
                : status.getDetails().getCauses().stream()
                        .filter(cause -> FIELD_CONFLICT.equals(cause.getReason()))
                        .map(cause -> cause.getField() + ": " + cause.getMessage())
                        .toList();
    }
}
