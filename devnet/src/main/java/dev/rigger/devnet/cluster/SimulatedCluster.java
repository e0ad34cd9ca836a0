package dev.rigger.devnet.cluster;

import dev.rigger.devnet.cluster.control.ControlLoop;
import dev.rigger.devnet.cluster.control.FinishedJobs;
import dev.rigger.devnet.cluster.control.GarbageCollector;
import dev.rigger.devnet.cluster.control.JobController;
import dev.rigger.devnet.cluster.control.NodeHealth;
import dev.rigger.devnet.cluster.control.Scheduler;
import dev.rigger.devnet.cluster.faults.Faults;
import dev.rigger.devnet.cluster.faults.Incident;
import dev.rigger.devnet.cluster.faults.Incidents;
import dev.rigger.devnet.cluster.hardware.ModelCaches;
import dev.rigger.devnet.cluster.http.ApiServer;
import dev.rigger.devnet.cluster.kubelet.Death;
import dev.rigger.devnet.cluster.kubelet.Kubelet;
import dev.rigger.devnet.cluster.kubelet.StoredPods;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import dev.rigger.devnet.cluster.store.Selector;
import dev.rigger.devnet.cluster.store.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A Kubernetes cluster of simulated GPU servers: an API server of its own on 127.0.0.1, controllers, and kubelets whose
 * containers are programs in this JVM. It leaves out server-side apply, strategic merge, paging and validation.
 */
public final class SimulatedCluster implements DevnetCluster {
    private final ObjectStore store;
    private final Faults faults;
    private final Incidents incidents;
    private final ModelCaches caches;
    private final Kubelet kubelet;
    private final ApiServer api;
    private final List<AutoCloseable> parts = new ArrayList<>();

    SimulatedCluster(SimulatedClusterBuilder setting, int port) throws IOException {
        this.store = new ObjectStore(setting.clock, setting.ids, setting.firstNodePort, setting.lastNodePort);
        this.faults = new Faults(setting.random);
        this.incidents = new Incidents(setting.clock);
        this.caches = new ModelCaches();
        Path directory = setting.directory;
        if (directory == null || !StateFile.load(directory, store, caches::load)) {
            setting.furnish(store, caches);
        }
        this.kubelet = new Kubelet(
                new StoredPods(store),
                setting::addressOf,
                setting.programs(caches),
                faults,
                incidents,
                setting.kubeletTimings,
                setting.clock);
        startControllers(setting);
        if (directory != null) {
            parts.add(StateFile.keep(directory, store, caches::toJson));
        }
        this.api = new ApiServer(port, store, kubelet, faults, incidents, setting.clock);
    }

    /** Three GPU servers, quick timings, no state kept, unless told otherwise. */
    public static SimulatedClusterBuilder builder() {
        return new SimulatedClusterBuilder();
    }

    private void startControllers(SimulatedClusterBuilder setting) {
        JobController jobs = new JobController(store, incidents, setting.clock);
        FinishedJobs finished = new FinishedJobs(store);
        Set<Kind> jobsAndPods = Set.of(Kind.JOB, Kind.POD);
        parts.add(ControlLoop.start("jobs", store, jobsAndPods, jobs::attend));
        parts.add(ControlLoop.start("finished-jobs", store, Set.of(Kind.JOB), finished::attend));
        Set<Kind> owned = Set.of(Kind.JOB, Kind.POD, Kind.SERVICE);
        parts.add(ControlLoop.start("garbage", store, owned, new GarbageCollector(store)::attend));
        parts.add(ControlLoop.start("scheduler", store, Set.of(Kind.POD, Kind.NODE), new Scheduler(store)::attend));
        parts.add(ControlLoop.start("kubelet", store, Set.of(Kind.POD), kubelet::attend));
        parts.add(finished);
        NodeHealth health = new NodeHealth(store, faults);
        faults.onNodeChange(health::check);
        health.check();
    }

    public int port() {
        return api.port();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public String kubeconfig() {
        StringBuilder contexts = new StringBuilder("- name: devnet\n  context: {cluster: devnet, user: devnet}\n");
        for (var node : store.list(Kind.NODE, null, Selector.ALL).items()) {
            contexts.append("- name: ")
                    .append(ObjectStore.nameOf(node))
                    .append("\n  context: {cluster: devnet, user: devnet}\n");
        }
        return """
                apiVersion: v1
                kind: Config
                current-context: devnet
                clusters:
                - name: devnet
                  cluster: {server: "%s"}
                users:
                - name: devnet
                  user: {}
                contexts:
                """.formatted(url()) + contexts;
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public List<Incident> incidents() {
        return incidents.all();
    }

    @Override
    public ModelCaches caches() {
        return caches;
    }

    /** The objects behind the API, to look at or to tamper with. */
    public ObjectStore objects() {
        return store;
    }

    @Override
    public void killPod(String namespace, String podName, int exitCode, Death death) {
        kubelet.kill(namespace, podName, exitCode, death);
    }

    /** Ends everything; pods that run are found running by the next cluster on the same folder. */
    @Override
    public void close() {
        api.close();
        kubelet.close();
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("The simulated cluster does not end cleanly", e);
            }
        }
    }
}
