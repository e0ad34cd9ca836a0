package dev.rigger.devnet.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.cluster.faults.Faults;
import dev.rigger.devnet.cluster.faults.Incidents;
import dev.rigger.devnet.cluster.programs.Program;
import dev.rigger.devnet.cluster.programs.Programs;
import dev.rigger.devnet.cluster.store.ApiRefusal;
import dev.rigger.devnet.cluster.store.Change;
import dev.rigger.devnet.cluster.store.DeletionMarks;
import dev.rigger.devnet.cluster.store.ObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The kubelets of all simulated nodes: starts the pods that have a node, and stops those that are deleted. */
public final class Kubelet implements AutoCloseable {
    private final Map<String, PodRun> runs = new ConcurrentHashMap<>();
    private final PodLogs logs = new PodLogs();
    private final Pods pods;
    private final Function<String, String> addressOf;
    private final Programs programs;
    private final Faults faults;
    private final KubeletTimings timings;
    private final InstantSource clock;
    private final GpuLedger gpus;

    /** @param addressOf a node's address, by its name */
    public Kubelet(
            Pods pods,
            Function<String, String> addressOf,
            Programs programs,
            Faults faults,
            Incidents incidents,
            KubeletTimings timings,
            InstantSource clock) {
        this.pods = pods;
        this.addressOf = addressOf;
        this.programs = programs;
        this.faults = faults;
        this.timings = timings;
        this.clock = clock;
        this.gpus = new GpuLedger(incidents);
        faults.onNodeChange(this::cutPower);
    }

    public void attend(Change change) {
        JsonNode pod = change.object();
        String uid = ObjectStore.uidOf(pod);
        if (change.type() == Change.Type.DELETED) {
            PodRun run = runs.remove(uid);
            if (run != null) {
                run.kill(new Program.Exit(137, "killed"), Death.SIGNAL);
            }
            logs.forget(uid);
            return;
        }
        if (pod.at("/spec/nodeName").asText("").isEmpty() || hasEnded(pod)) {
            return;
        }
        PodRun run = runs.computeIfAbsent(uid, u -> begin(pod));
        if (DeletionMarks.isDeleting(pod)) {
            run.stop(Duration.ofSeconds(
                    pod.at("/metadata/deletionGracePeriodSeconds").asLong()));
        }
    }

    /** Ends the pod's container against its will. */
    public void kill(String namespace, String podName, int exitCode, Death death) {
        PodRun run = pods.find(namespace, podName)
                .map(pod -> runs.get(ObjectStore.uidOf(pod)))
                .orElse(null);
        if (run == null) {
            throw new ApiRefusal(409, "Conflict", "pod \"" + podName + "\" does not run");
        }
        run.kill(new Program.Exit(exitCode, "killed by a fault"), death);
    }

    public PodLogs logs() {
        return logs;
    }

    private PodRun begin(JsonNode pod) {
        PodRun run = new PodRun(
                pod,
                addressOf.apply(pod.at("/spec/nodeName").asText()),
                pods,
                new PodStatus(pods, clock, pod),
                programs,
                logs,
                gpus,
                faults,
                timings);
        run.start();
        return run;
    }

    private void cutPower() {
        runs.values().stream().filter(run -> faults.isDead(run.node())).forEach(PodRun::losePower);
    }

    private static boolean hasEnded(JsonNode pod) {
        return pod.at("/status/phase").asText().matches("Succeeded|Failed");
    }

    @Override
    public void close() {
        runs.values().forEach(PodRun::abandon);
    }
}
