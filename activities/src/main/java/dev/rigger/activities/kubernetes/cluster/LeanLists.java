package dev.rigger.activities.kubernetes.cluster;

import static com.fasterxml.jackson.core.filter.TokenFilter.INCLUDE_ALL;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rigger.activities.kubernetes.cluster.Pages.Page;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.api.model.batch.v1.JobListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads Jobs, pods and nodes without what nobody looks at: specifications but for a pod's node and what it requests, the
 * images of a node, and who wrote which field. That is nine tenths of a list of thousands, which never become objects.
 */
final class LeanLists {
    /** Names of fields are not collected: who wrote which field is told in names that are different for each object. */
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

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
    private static final TokenFilter NAMES = new Only(Map.of(
            "metadata",
            INCLUDE_ALL,
            "rows",
            new Only(Map.of("cells", INCLUDE_ALL)),
            "items",
            new Only(Map.of("metadata", new Only(Map.of("name", INCLUDE_ALL))))));
    private static final TokenFilter NODES = items(
            new Without(Set.of(), Map.of("metadata", METADATA, "status", new Without(Set.of("images"), Map.of()))));

    private static final String OBJECTS = "application/json";
    private static final String TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1,application/json";

    private final KubernetesClient client;
    private final String namespace;

    LeanLists(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    Page<JobList> jobs(Map<String, String> labels, ListOptions page) {
        return new Asked<>(jobsPath() + query(labels, page), OBJECTS, JOBS, JobList.class, list -> list);
    }

    /**
     * Jobs with nothing but their names. A table of them is a twentieth of the list; an API server that makes no tables sends
     * the list.
     */
    Page<JobList> jobNames(Map<String, String> labels, ListOptions page) {
        String uri = jobsPath() + query(labels, page) + "&includeObject=None";
        return new Asked<>(uri, TABLE, NAMES, JsonNode.class, LeanLists::named);
    }

    private static JobList named(JsonNode read) {
        List<Job> jobs = new ArrayList<>();
        read.path("rows").forEach(row -> jobs.add(job(row.path("cells").path(0))));
        read.path("items").forEach(item -> jobs.add(job(item.path("metadata").path("name"))));
        return new JobListBuilder().withItems(jobs).build();
    }

    private static Job job(JsonNode name) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name.asText())
                .endMetadata()
                .build();
    }

    private String jobsPath() {
        return "apis/batch/v1/namespaces/" + namespace + "/jobs";
    }

    /** Chutes' pods and others', at whatever stage: those of all namespaces, or of ours alone. */
    Page<PodList> pods(boolean everywhere, ListOptions page) {
        String path = everywhere ? "api/v1/pods" : "api/v1/namespaces/" + namespace + "/pods";
        return new Asked<>(path + query(Map.of(), page), OBJECTS, PODS, PodList.class, list -> list);
    }

    Page<NodeList> nodes(ListOptions page) {
        return new Asked<>("api/v1/nodes" + query(Map.of(), page), OBJECTS, NODES, NodeList.class, list -> list);
    }

    private static String query(Map<String, String> labels, ListOptions page) {
        return "?limit=" + page.getLimit()
                + (labels.isEmpty() ? "" : selected(labels))
                + (page.getContinue() == null ? "" : "&continue=" + encoded(page.getContinue()));
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

    /**
     * A page on its way. Its bytes are read as they came: as text they would take twice the memory, and be read twice.
     *
     * @param <R> what is read of it, which is made into the list
     */
    private final class Asked<R, L> implements Page<L> {
        private final String uri;
        private final TokenFilter filter;
        private final Class<R> type;
        private final Function<R, L> made;
        private final CompletableFuture<HttpResponse<byte[]>> sent;

        Asked(String uri, String accept, TokenFilter filter, Class<R> type, Function<R, L> made) {
            this.uri = uri;
            this.filter = filter;
            this.type = type;
            this.made = made;
            HttpClient http = client.getHttpClient();
            sent = http.sendAsync(
                    http.newHttpRequestBuilder()
                            .uri(client.getMasterUrl() + uri)
                            .header("Accept", accept)
                            .build(),
                    byte[].class);
        }

        @Override
        public String next() {
            try (JsonParser parser = JSON.getFactory().createParser(bytes())) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean metadata = parser.currentName().equals("metadata");
                    parser.nextToken();
                    if (metadata) {
                        return parser.<JsonNode>readValueAsTree()
                                .path("continue")
                                .asText("");
                    }
                    parser.skipChildren();
                }
                return "";
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        @Override
        public L read() {
            try (JsonParser whole = JSON.getFactory().createParser(bytes());
                    JsonParser lean = new FilteringParserDelegate(
                            whole, filter, TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH, true)) {
                return made.apply(JSON.readValue(lean, type));
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private byte[] bytes() {
            try {
                HttpResponse<byte[]> answer =
                        sent.get(client.getConfiguration().getRequestTimeout(), TimeUnit.MILLISECONDS);
                if (!answer.isSuccessful()) {
                    throw refused(answer);
                }
                return answer.body();
            } catch (InterruptedException e) {
                sent.cancel(true);
                Thread.currentThread().interrupt();
                throw new KubernetesClientException("The list " + uri + " was interrupted", e);
            } catch (TimeoutException e) {
                sent.cancel(true);
                throw new KubernetesClientException("The list " + uri + " did not come in time", e);
            } catch (ExecutionException e) {
                throw new KubernetesClientException("The list " + uri + " did not come", e.getCause());
            }
        }

        private KubernetesClientException unreadable(IOException e) {
            return new KubernetesClientException("What " + uri + " answers cannot be read", e);
        }
    }

    private static KubernetesClientException refused(HttpResponse<byte[]> answer) {
        Status status;
        try {
            status = JSON.readValue(answer.body(), Status.class);
        } catch (IOException noStatus) {
            status = null;
        }
        String why = status == null || status.getMessage() == null ? answer.message() : status.getMessage();
        return new KubernetesClientException(why, answer.code(), status);
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
