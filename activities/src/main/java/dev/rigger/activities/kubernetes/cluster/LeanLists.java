package dev.rigger.activities.kubernetes.cluster;

import static com.fasterxml.jackson.core.filter.TokenFilter.INCLUDE_ALL;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads Jobs, pods and nodes without what nobody looks at: specifications but for a pod's node and what it requests, the
 * images of a node, and who wrote which field. That is nine tenths of a list of thousands, which never become objects.
 */
final class LeanLists {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final TokenFilter METADATA = new Without(Set.of("managedFields", "annotations"), Map.of());
    private static final TokenFilter CONTAINERS = new Only(Map.of("resources", INCLUDE_ALL));
    private static final TokenFilter JOBS =
            items(new Without(Set.of(), Map.of("metadata", METADATA, "spec", new Only(Map.of()))));
    private static final TokenFilter PODS = items(new Without(
            Set.of(),
            Map.of(
                    "metadata",
                    METADATA,
                    "spec",
                    new Only(
                            Map.of("nodeName", INCLUDE_ALL, "initContainers", CONTAINERS, "containers", CONTAINERS)))));
    private static final TokenFilter NODES = items(
            new Without(Set.of(), Map.of("metadata", METADATA, "status", new Without(Set.of("images"), Map.of()))));

    private final KubernetesClient client;
    private final String namespace;

    LeanLists(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    JobList jobs(Map<String, String> labels, ListOptions page) {
        return list("/apis/batch/v1/namespaces/" + namespace + "/jobs", selected(labels), page, JOBS, JobList.class);
    }

    /** Chutes' pods and others', at whatever stage: those of all namespaces, or of ours alone. */
    PodList pods(boolean everywhere, ListOptions page) {
        return list(everywhere ? "/api/v1/pods" : ours(), "", page, PODS, PodList.class);
    }

    private String ours() {
        return "/api/v1/namespaces/" + namespace + "/pods";
    }

    NodeList nodes(ListOptions page) {
        return list("/api/v1/nodes", "", page, NODES, NodeList.class);
    }

    private static String selected(Map<String, String> labels) {
        return "&labelSelector="
                + encoded(labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(",")));
    }

    private static TokenFilter items(TokenFilter item) {
        return new Only(Map.of("items", item, "metadata", INCLUDE_ALL));
    }

    private <L> L list(String path, String selection, ListOptions page, TokenFilter filter, Class<L> type) {
        String next = page.getContinue() == null ? "" : "&continue=" + encoded(page.getContinue());
        String json = client.raw(path + "?limit=" + page.getLimit() + selection + next, "GET", null);
        if (json == null) {
            throw new KubernetesClientException(path + " is not there", HttpURLConnection.HTTP_NOT_FOUND, null);
        }
        try (JsonParser whole = JSON.getFactory().createParser(json);
                JsonParser lean =
                        new FilteringParserDelegate(whole, filter, TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH, true)) {
            return JSON.readValue(lean, type);
        } catch (IOException e) {
            throw new KubernetesClientException("What " + path + " answers cannot be read", e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Only these properties, each filtered in its own way. */
    private static final class Only extends TokenFilter {
        private final Map<String, TokenFilter> properties;

        private Only(Map<String, TokenFilter> properties) {
            this.properties = properties;
        }

        @Override
        public @Nullable TokenFilter includeProperty(String name) {
            return properties.get(name);
        }
    }

    /** All properties but these, some of them filtered in their own way. */
    private static final class Without extends TokenFilter {
        private final Set<String> left;
        private final Map<String, TokenFilter> properties;

        private Without(Set<String> left, Map<String, TokenFilter> properties) {
            this.left = left;
            this.properties = properties;
        }

        @Override
        public @Nullable TokenFilter includeProperty(String name) {
            return left.contains(name) ? null : properties.getOrDefault(name, INCLUDE_ALL);
        }
    }
}
