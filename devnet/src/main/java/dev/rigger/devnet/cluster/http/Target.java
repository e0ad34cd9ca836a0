package dev.rigger.devnet.cluster.http;

import dev.rigger.devnet.cluster.store.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a resource path points at: a collection when {@code name} is null, else one object or a part of it. */
record Target(
        Kind kind,
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String subresource) {

    /** Empty for a path that is none of a known kind. */
    static Optional<Target> parse(String path) {
        List<String> parts =
                Arrays.stream(path.split("/")).filter(p -> !p.isEmpty()).toList();
        if (parts.size() >= 3 && parts.getFirst().equals("api")) {
            return resource("", parts.get(1), parts.subList(2, parts.size()));
        }
        if (parts.size() >= 4 && parts.getFirst().equals("apis")) {
            return resource(parts.get(1), parts.get(2), parts.subList(3, parts.size()));
        }
        return Optional.empty();
    }

    private static Optional<Target> resource(String group, String version, List<String> rest) {
        boolean inNamespace = rest.size() >= 3 && rest.getFirst().equals("namespaces");
        Optional<Kind> namespacedKind =
                inNamespace ? Kind.of(group, version, rest.get(2)).filter(Kind::namespaced) : Optional.empty();
        if (namespacedKind.isPresent()) {
            return namespacedKind.map(kind -> new Target(kind, rest.get(1), at(rest, 3), at(rest, 4)));
        }
        return Kind.of(group, version, rest.getFirst()).map(kind -> new Target(kind, null, at(rest, 1), at(rest, 2)));
    }

    private static @Nullable String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : null;
    }
}
