package dev.rigger.devnet.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.cluster.programs.Container;
import dev.rigger.devnet.cluster.store.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final PodStatus status;
    private final PodLogs logs;

    PodContainer(JsonNode pod, JsonNode container, PodStatus status, PodLogs logs) {
        this.pod = pod;
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
