package dev.rigger.devnet.cluster.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.store.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the API server says of itself: version, groups and resources. */
final class Discovery {
    private static final List<String> VERBS = List.of("create", "delete", "get", "list", "patch", "update", "watch");

    /** Empty for a path that is not about the API itself. */
    Optional<ObjectNode> answer(String path) {
        return switch (path.replaceAll("/+$", "")) {
            case "/version" -> Optional.of(version());
            case "/api" -> Optional.of(object("APIVersions").set("versions", array("v1")));
            case "/apis" -> Optional.of(groups());
            case "/api/v1" -> Optional.of(resources("", "v1"));
            case "/apis/apps/v1" -> Optional.of(resources("apps", "v1"));
            case "/apis/batch/v1" -> Optional.of(resources("batch", "v1"));
            case "/apis/networking.k8s.io/v1" -> Optional.of(resources("networking.k8s.io", "v1"));
            default -> Optional.empty();
        };
    }

    private static ObjectNode version() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("major", "1")
                .put("minor", "34")
                .put("gitVersion", "v1.34.2+rigger-devnet")
                .put("platform", "linux/amd64");
    }

    private static ObjectNode groups() {
        ObjectNode list = object("APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        for (String group : List.of("apps", "batch", "networking.k8s.io")) {
            ObjectNode entry = groups.addObject().put("name", group);
            entry.putArray("versions")
                    .addObject()
                    .put("groupVersion", group + "/v1")
                    .put("version", "v1");
            entry.putObject("preferredVersion")
                    .put("groupVersion", group + "/v1")
                    .put("version", "v1");
        }
        return list;
    }

    private static ObjectNode resources(String group, String version) {
        ObjectNode list = object("APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = list.putArray("resources");
        Arrays.stream(Kind.values()).filter(k -> k.group().equals(group)).forEach(kind -> {
            ObjectNode entry = resources.addObject().put("name", kind.plural()).put("singularName", "");
            entry.put("namespaced", kind.namespaced()).put("kind", kind.typeName());
            ArrayNode verbs = entry.putArray("verbs");
            VERBS.forEach(verbs::add);
            if (!kind.shortName().isEmpty()) {
                entry.putArray("shortNames").add(kind.shortName());
            }
        });
        return list;
    }

    private static ObjectNode object(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }

    private static ArrayNode array(String value) {
        return JsonNodeFactory.instance.arrayNode().add(value);
    }
}
