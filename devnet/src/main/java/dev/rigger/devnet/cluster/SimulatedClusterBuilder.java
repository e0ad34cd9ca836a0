package dev.rigger.devnet.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rigger.devnet.cluster.hardware.ModelCaches;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.cluster.kubelet.KubeletTimings;
import dev.rigger.devnet.cluster.programs.BootstrapProgram;
import dev.rigger.devnet.cluster.programs.CacheCleanerProgram;
import dev.rigger.devnet.cluster.programs.ChuteProgram;
import dev.rigger.devnet.cluster.programs.ClaimBody;
import dev.rigger.devnet.cluster.programs.IdleProgram;
import dev.rigger.devnet.cluster.programs.LaunchCalls;
import dev.rigger.devnet.cluster.programs.Program;
import dev.rigger.devnet.cluster.programs.Programs;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import dev.rigger.devnet.local.LocalKubernetes;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How a simulated cluster is to be. */
public final class SimulatedClusterBuilder {
    /** Where Rigger's chutes live unless an operator says otherwise. */
    static final String CHUTES = "chutes";
    /** What pods with GPUs name. */
    static final String RUNTIME_CLASS = "nvidia";

    private static final List<String> NAMESPACES = List.of("default", "kube-system", CHUTES);

    InstantSource clock = Clock.systemUTC();
    Supplier<UUID> ids = UUID::randomUUID;
    RandomGenerator random = new SplittableRandom();
    int firstNodePort = 30_000;
    int lastNodePort = 32_767;
    KubeletTimings kubeletTimings = KubeletTimings.QUICK;

    @Nullable
    Path directory;

    private ChuteProgram.Timings chuteTimings = new ChuteProgram.Timings(Duration.ofMillis(20), Duration.ofMillis(100));
    private List<SimulatedServer> servers = SimulatedServer.threeServers();
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final List<Map.Entry<String, ModelCaches.Entry>> cached = new ArrayList<>();

    SimulatedClusterBuilder() {}

    public SimulatedClusterBuilder servers(List<SimulatedServer> value) {
        servers = List.copyOf(value);
        return this;
    }

    public SimulatedClusterBuilder clock(InstantSource value) {
        clock = value;
        return this;
    }

    /** Decides uids and injected faults, so that a run can be repeated. */
    public SimulatedClusterBuilder random(RandomGenerator value) {
        random = new SplittableRandom(value.nextLong());
        ids = () -> new UUID(value.nextLong(), value.nextLong());
        return this;
    }

    /** As {@code --service-node-port-range} of an API server: every chute takes three of them. */
    public SimulatedClusterBuilder nodePorts(int first, int last) {
        firstNodePort = first;
        lastNodePort = last;
        return this;
    }

    public SimulatedClusterBuilder kubeletTimings(KubeletTimings value) {
        kubeletTimings = value;
        return this;
    }

    public SimulatedClusterBuilder chuteTimings(ChuteProgram.Timings value) {
        chuteTimings = value;
        return this;
    }

    /** Keeps the state in this folder and goes on with what it holds. */
    public SimulatedClusterBuilder keepStateIn(Path value) {
        directory = value;
        return this;
    }

    /** Images whose name contains this run that program; all others are chutes. */
    public SimulatedClusterBuilder program(String imagePart, Program program) {
        programs.put(imagePart, program);
        return this;
    }

    /** A model that is in a server's cache from the start. */
    public SimulatedClusterBuilder cached(String node, ModelCaches.Entry entry) {
        cached.add(Map.entry(node, entry));
        return this;
    }

    /** Starts it on that port; 0 takes a free one. */
    public SimulatedCluster start(int port) throws IOException {
        return new SimulatedCluster(this, port);
    }

    /** Starts its servers as nodes of a real control plane, which then has the API and the controllers. */
    public RealCluster startBehind(LocalKubernetes kubernetes) {
        return new RealCluster(this, kubernetes, true);
    }

    /** Registers its servers as nodes of a real control plane and lets no pod run on them, for who writes pods himself. */
    public RealCluster registerWith(LocalKubernetes kubernetes) {
        return new RealCluster(this, kubernetes, false);
    }

    List<SimulatedServer> servers() {
        return servers;
    }

    String addressOf(String node) {
        return servers.stream()
                .filter(server -> server.name().equals(node))
                .map(SimulatedServer::address)
                .findFirst()
                .orElse("127.0.0.1");
    }

    void warm(ModelCaches caches) {
        cached.forEach(entry -> caches.read(entry.getKey(), entry.getValue()));
    }

    Programs programs(ModelCaches caches) {
        LaunchCalls calls = new LaunchCalls(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build(),
                chuteTimings.pause());
        Programs all = new Programs(new ChuteProgram(calls, new ClaimBody(servers), caches, chuteTimings, clock));
        programs.forEach(all::with);
        return all.with("graval-bootstrap", new BootstrapProgram(servers, clock))
                .with("cache-cleaner", new CacheCleanerProgram(caches, clock))
                .with("idle", new IdleProgram());
    }

    void furnish(ObjectStore store, ModelCaches caches) {
        for (String namespace : NAMESPACES) {
            var object = JsonNodeFactory.instance.objectNode();
            object.withObject("/metadata").put("name", namespace);
            store.create(Kind.NAMESPACE, null, object);
        }
        var runtimeClass = JsonNodeFactory.instance.objectNode().put("handler", RUNTIME_CLASS);
        runtimeClass.withObject("/metadata").put("name", RUNTIME_CLASS);
        store.create(Kind.RUNTIME_CLASS, null, runtimeClass);
        servers.forEach(server -> store.create(Kind.NODE, null, server.node()));
        warm(caches);
    }
}
