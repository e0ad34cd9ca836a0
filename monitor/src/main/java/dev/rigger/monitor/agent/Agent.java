package dev.rigger.monitor.agent;

import com.sun.net.httpserver.HttpServer;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RecentUses;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.settings.AgentSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A whole agent: watches its cluster, answers its routes, pushes to whoever asked it to. */
public final class Agent implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final WatchedObjects objects;
    private final Monitoring monitoring;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer http;

    private Agent(AgentSettings settings, Duration firstPause, InstantSource clock) throws IOException {
        String miner = settings.miner().ss58();
        RequestSigner signer =
                new RequestSigner(Hotkey.fromSeed(settings.miner().seed().reveal()), clock);
        client = new KubernetesClientBuilder().withConfig(config(settings)).build();
        objects = new WatchedObjects(client, settings.namespaces());
        monitoring = new Monitoring(
                new UrlFile(settings.urlFile()),
                url -> new ControlPlane(url, settings, signer, clock),
                objects,
                settings.heartbeat(),
                firstPause,
                clock);
        RequestVerifier verifier = RequestVerifier.miner(miner, Set.of(miner), clock, new RecentUses(clock));
        System.setProperty("sun.net.httpserver.nodelay", "true");
        http = HttpServer.create(new InetSocketAddress(settings.bindHost(), settings.port()), 0);
        http.setExecutor(threads);
        http.createContext(
                "/", new AgentRoutes(settings.clusterName(), verifier, monitoring, new MinerKubeconfig(client)));
    }

    /** Listens and watches at once, and goes on pushing where the process before it did. */
    public static Agent start(AgentSettings settings, InstantSource clock) throws IOException {
        return start(settings, FIRST_PAUSE, clock);
    }

    /** @param firstPause before a control plane that does not answer is tried again; grows to 60 times as much */
    public static Agent start(AgentSettings settings, Duration firstPause, InstantSource clock) throws IOException {
        Agent agent = new Agent(settings, firstPause, clock);
        agent.objects.start();
        agent.http.start();
        agent.monitoring.resume();
        return agent;
    }

    public int port() {
        return http.getAddress().getPort();
    }

    private static Config config(AgentSettings settings) {
        Path kubeconfig = settings.kubeconfig();
        Config found = kubeconfig == null ? Config.autoConfigure(null) : Config.fromKubeconfig(kubeconfig.toFile());
        return new ConfigBuilder(found)
                .withOnlyHttpWatches(true)
                .withUserAgent("rigger-agent/1")
                .build();
    }

    /** Ends everything; the control plane's URL stays for the next process. */
    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        monitoring.close();
        objects.close();
        client.close();
    }
}
