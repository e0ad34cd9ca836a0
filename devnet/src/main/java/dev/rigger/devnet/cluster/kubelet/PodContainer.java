package dev.rigger.devnet.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.cluster.programs.Container;
import dev.rigger.devnet.cluster.store.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One container of a pod, as its program sees it. */
final class PodContainer implements Container {
    private static final String STEP = "devnet.rigger/step-";

    private final JsonNode pod;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> env = new LinkedHashMap<>();
    private final List<String> command = new ArrayList<>();
    private final Set<String> steps = ConcurrentHashMap.newKeySet();
    private final String address;
    private final Pods pods;
    private final PodStatus status;
    private final PodLogs logs;

    /** @param address of its node */
    PodContainer(JsonNode pod, JsonNode container, String address, Pods pods, PodStatus status, PodLogs logs) {
        this.pod = pod;
        this.address = address;
        this.pods = pods;
        this.status = status;
        this.logs = logs;
        pod.at("/metadata/labels")
                .properties()
                .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
        container
                .path("env")
                .forEach(e -> env.put(e.path("name").asText(), e.path("value").asText()));
        container.path("command").forEach(word -> command.add(word.asText()));
        container.path("args").forEach(word -> command.add(word.asText()));
        pod.at("/metadata/annotations").properties().forEach(a -> steps.add(a.getKey()));
    }

    @Override
    public String podName() {
        return ObjectStore.nameOf(pod);
    }

    @Override
    public String nodeName() {
        return pod.at("/spec/nodeName").asText();
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public OptionalInt nodePort(int port) {
        for (JsonNode service : pods.services(ObjectStore.namespaceOf(pod))) {
            JsonNode selector = service.at("/spec/selector");
            boolean leadsHere = !selector.isEmpty()
                    && selector.properties().stream()
                            .allMatch(term -> term.getValue().asText().equals(labels.get(term.getKey())));
            for (JsonNode served : service.at("/spec/ports")) {
                if (leadsHere && served.path("targetPort").asInt() == port && served.has("nodePort")) {
                    return OptionalInt.of(served.path("nodePort").asInt());
                }
            }
        }
        return OptionalInt.empty();
    }

    @Override
    public Map<String, String> labels() {
        return labels;
    }

    @Override
    public Map<String, String> env() {
        return env;
    }

    @Override
    public List<String> command() {
        return command;
    }

    @Override
    public void log(String line) {
        logs.append(ObjectStore.uidOf(pod), line);
    }

    @Override
    public void remember(String step) {
        steps.add(STEP + step);
        status.annotate(STEP + step);
    }

    @Override
    public boolean remembers(String step) {
        return steps.contains(STEP + step);
    }
}
