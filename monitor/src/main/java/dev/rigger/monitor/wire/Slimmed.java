package dev.rigger.monitor.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Kubernetes objects without what nobody reads and what nobody may: field managers, and the values of environments. */
public final class Slimmed {
    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private Slimmed() {}

    /** Changes the object and answers it. */
    public static ObjectNode of(ObjectNode object) {
        if (object.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
            if (metadata.get("annotations") instanceof ObjectNode annotations) {
                annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
            }
        }
        withoutValues(object.path("spec"));
        withoutValues(object.path("spec").path("template").path("spec"));
        return object;
    }

    /** A launch token is among them. */
    private static void withoutValues(JsonNode podSpec) {
        for (String list : CONTAINERS) {
            for (JsonNode container : podSpec.path(list)) {
                for (JsonNode variable : container.path("env")) {
                    if (variable instanceof ObjectNode named) {
                        named.remove("value");
                    }
                }
            }
        }
    }
}
