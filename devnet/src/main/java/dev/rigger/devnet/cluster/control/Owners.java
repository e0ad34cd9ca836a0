package dev.rigger.devnet.cluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import java.util.List;
import java.util.Optional;

/** Which pods a Job owns, and who owns what, by owner reference. */
final class Owners {
    private Owners() {}

    static List<ObjectNode> podsOf(ObjectStore store, JsonNode job) {
        return store.podsOwnedBy(ObjectStore.uidOf(job));
    }

    static Optional<ObjectNode> jobOf(ObjectStore store, JsonNode pod) {
        String uid = ownerUid(pod);
        return uid.isEmpty()
                ? Optional.empty()
                : store.find(
                                Kind.JOB,
                                ObjectStore.namespaceOf(pod),
                                pod.at("/metadata/ownerReferences/0/name").asText())
                        .filter(job -> ObjectStore.uidOf(job).equals(uid));
    }

    static String ownerUid(JsonNode pod) {
        return pod.at("/metadata/ownerReferences/0/uid").asText("");
    }
}
