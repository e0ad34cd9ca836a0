package dev.rigger.activities.kubernetes.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** A JSON merge patch (RFC 7396) of labels alone, so that nobody else's labels are touched. */
final class LabelPatch {
    private LabelPatch() {}

    static String json(Map<String, Optional<String>> labels) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode changed = patch.putObject("metadata").putObject("labels");
        labels.forEach((name, value) -> changed.put(name, value.orElse(null)));
        return patch.toString();
    }
}
