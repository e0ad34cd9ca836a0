package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.PodSighting.State;
import dev.rigger.workflows.deployment.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/** Why the Job controller makes no pod: it tells so in events of the Job, and nowhere else. */
final class FailedCreations {
    private final KubernetesClient client;
    private final String namespace;

    FailedCreations(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Empty when nothing is known to keep it, or when our user may see no events. */
    Optional<PodSighting> of(Job job) {
        if (!PodReader.awaitsPod(job)) {
            return Optional.empty();
        }
        try {
            return client
                    .v1()
                    .events()
                    .inNamespace(namespace)
                    .withField("involvedObject.uid", job.getMetadata().getUid())
                    .withField("reason", "FailedCreate")
                    .list()
                    .getItems()
                    .stream()
                    .max(Comparator.comparing(event -> event.getMetadata().getCreationTimestamp()))
                    .map(Event::getMessage)
                    .map(FailedCreations::sighting);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** The words are those of the API server's own admission of runtime classes. */
    private static PodSighting sighting(String message) {
        String words = Objects.requireNonNullElse(message, "");
        boolean runtimeClass = words.contains("RuntimeClass") && words.endsWith("not found");
        return new PodSighting(State.PENDING, words, runtimeClass ? Reason.RUNTIME_CLASS_MISSING : Reason.POD_REFUSED);
    }
}
