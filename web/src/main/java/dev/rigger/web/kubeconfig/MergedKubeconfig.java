package dev.rigger.web.kubeconfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Clusters, users and contexts of several kubeconfigs in one. Every context is put into one namespace; the first
 * kubeconfig's current context is the current one; where two have an entry of one name, the first one's stays. Files that
 * an entry refers to are taken in, so that the result works anywhere.
 */
final class MergedKubeconfig {
    private static final Map<String, String> INLINED = Map.of(
            "certificate-authority", "certificate-authority-data",
            "client-certificate", "client-certificate-data",
            "client-key", "client-key-data");

    private final String namespace;
    private final Map<String, Map<String, Object>> clusters = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> users = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> contexts = new LinkedHashMap<>();
    private @Nullable String currentContext;

    MergedKubeconfig(String namespace) {
        this.namespace = namespace;
    }

    /**
     * @param text YAML or JSON
     * @param folder what relative file names in it start from; null where it may name none
     * @throws IllegalArgumentException when it is no kubeconfig; the message repeats nothing of it
     */
    void add(String text, @Nullable Path folder) {
        Map<String, Object> config = parsed(text);
        collect(config, "clusters", "cluster", folder, clusters);
        collect(config, "users", "user", folder, users);
        collect(config, "contexts", "context", folder, contexts);
        Object current = config.get("current-context");
        if (currentContext == null && current instanceof String name && !name.isEmpty()) {
            currentContext = name;
        }
    }

    Map<String, Object> content() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("apiVersion", "v1");
        config.put("kind", "Config");
        config.put("clusters", List.copyOf(clusters.values()));
        config.put("users", List.copyOf(users.values()));
        config.put("contexts", List.copyOf(contexts.values()));
        if (currentContext != null) {
            config.put("current-context", currentContext);
        }
        return config;
    }

    private void collect(
            Map<String, Object> config,
            String list,
            String kind,
            @Nullable Path folder,
            Map<String, Map<String, Object>> into) {
        for (Object entry : config.get(list) instanceof List<?> entries ? entries : List.of()) {
            Map<String, Object> named = map(entry);
            Map<String, Object> body = inlined(map(named.getOrDefault(kind, Map.of())), folder);
            if (kind.equals("context")) {
                body.put("namespace", namespace);
            }
            named.put(kind, body);
            into.putIfAbsent(String.valueOf(named.get("name")), named);
        }
    }

    private static Map<String, Object> inlined(Map<String, Object> body, @Nullable Path folder) {
        INLINED.forEach((file, data) -> {
            if (body.remove(file) instanceof String name && folder != null && !body.containsKey(data)) {
                body.put(data, content(folder.resolve(name)));
            }
        });
        return body;
    }

    private static String content(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, Object> parsed(String text) {
        Object parsed;
        try {
            parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        } catch (YAMLException unreadable) {
            // Its message quotes the text around the mistake, which may be a key.
            throw new IllegalArgumentException("a kubeconfig is neither YAML nor JSON");
        }
        return map(parsed);
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(
                    "a kubeconfig has a " + (value == null ? "gap" : "value") + " where it should have a mapping");
        }
        map.forEach((key, entry) -> copy.put(String.valueOf(key), entry));
        return copy;
    }
}
