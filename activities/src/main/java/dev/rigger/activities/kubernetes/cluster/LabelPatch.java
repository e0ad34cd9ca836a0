package dev.rigger.activities.kubernetes.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A JSON merge patch (RFC 7396) of labels alone, so that nobody else's labels are touched. */
final class LabelPatch {
    private LabelPatch() {}

    static String json(Map<String, Optional<String>> labels) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode changed = patch.putObject("metadata").putObject("labels");
        labels.forEach((name, value) -> changed.put(name, value.orElse(null)));
        return patch.toString();
    }

    /** The same for server-side apply; the uid in it keeps a node that is gone meanwhile from being made anew. */
    static Node applied(Node node, Map<String, Optional<String>> labels) {
        Map<String, String> ours = new TreeMap<>();
        labels.forEach((name, value) -> value.ifPresent(present -> ours.put(name, present)));
        return new NodeBuilder()
                .withNewMetadata()
                .withName(node.getMetadata().getName())
                .withUid(node.getMetadata().getUid())
                .withLabels(ours)
                .endMetadata()
                .build();
    }
}
