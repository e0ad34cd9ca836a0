package dev.rigger.web.fleet;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.web.answers.Refused;
import dev.rigger.web.answers.WebRole;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the inventory into what the wire shows. A whole list costs one query a table, however long it is. */
@WebRole
@Singleton
public final class FleetReader {
    /** What one answer has read so far. */
    private record Known(Map<String, Chute> chutes, Map<String, String> details) {}

    private final Servers servers;
    private final Gpus gpus;
    private final Deployments deployments;
    private final Chutes chutes;

    FleetReader(Servers servers, Gpus gpus, Deployments deployments, Chutes chutes) {
        this.servers = servers;
        this.gpus = gpus;
        this.deployments = deployments;
        this.chutes = chutes;
    }

    public List<ServerView> allServers() {
        Map<String, List<Gpu>> gpusByServer = gpus.all().stream().collect(groupingBy(Gpu::serverId));
        Map<String, List<Deployment>> byServer = deployments.all().stream().collect(groupingBy(Deployment::serverId));
        Known known = new Known(new HashMap<>(), new HashMap<>());
        deployments.details().forEach(said -> known.details.put(said.deploymentId(), said.detail()));
        return servers.all().stream()
                .map(server -> view(
                        server,
                        gpusByServer.getOrDefault(server.serverId(), List.of()),
                        byServer.getOrDefault(server.serverId(), List.of()),
                        known))
                .toList();
    }

    public ServerView server(Server server) {
        List<Deployment> here = deployments.ofServer(server.serverId());
        Known known = new Known(new HashMap<>(), new HashMap<>());
        here.forEach(deployment -> learn(deployment, known));
        return view(server, gpus.ofServer(server.serverId()), here, known);
    }

    /** @throws Refused 404 when there is none */
    public Server find(String idOrName) {
        return servers.byIdOrName(idOrName)
                .orElseThrow(() -> new Refused(
                        HttpStatus.NOT_FOUND,
                        "No kubernetes node with id or name " + idOrName + " found!",
                        "SERVER_UNKNOWN",
                        "GET /servers/ lists the servers that there are."));
    }

    public Optional<Server> lookFor(String idOrName) {
        return servers.byIdOrName(idOrName);
    }

    /** @throws Refused 404 when there is none */
    public Deployment findDeployment(String deploymentId) {
        return deployments
                .byId(deploymentId)
                .orElseThrow(() -> new Refused(
                        HttpStatus.NOT_FOUND,
                        // The missing space is the protocol's.
                        "No deploymentwith id " + deploymentId + " found!",
                        "DEPLOYMENT_UNKNOWN",
                        "GET /servers/ lists every server's deployments."));
    }

    public List<Deployment> deploymentsOn(Server server) {
        return deployments.ofServer(server.serverId());
    }

    public List<Deployment> allDeployments() {
        return deployments.all();
    }

    public DeploymentView deployment(Deployment deployment) {
        String serverName =
                servers.byId(deployment.serverId()).map(Server::name).orElse(null);
        Known known = new Known(new HashMap<>(), new HashMap<>());
        learn(deployment, known);
        return view(deployment, serverName, gpus.ofDeployment(deployment.deploymentId()), known);
    }

    private void learn(Deployment deployment, Known known) {
        deployments
                .detailOf(deployment.deploymentId())
                .ifPresent(detail -> known.details.put(deployment.deploymentId(), detail));
    }

    private ServerView view(Server server, List<Gpu> ofServer, List<Deployment> onServer, Known known) {
        Map<String, List<Gpu>> owned =
                ofServer.stream().filter(gpu -> gpu.deploymentId() != null).collect(groupingBy(FleetReader::owner));
        return ServerView.of(
                server,
                ofServer.stream().map(GpuView::of).toList(),
                onServer.stream()
                        .map(deployment -> view(
                                deployment,
                                server.name(),
                                owned.getOrDefault(deployment.deploymentId(), List.of()),
                                known))
                        .toList());
    }

    private DeploymentView view(Deployment deployment, @Nullable String serverName, List<Gpu> owned, Known known) {
        Chute chute = chute(deployment, known.chutes);
        return DeploymentView.of(
                deployment,
                known.details.get(deployment.deploymentId()),
                serverName,
                owned.stream().map(GpuView::of).toList(),
                chute == null ? null : ChuteView.of(chute));
    }

    private @Nullable Chute chute(Deployment deployment, Map<String, Chute> known) {
        if (!known.containsKey(deployment.chuteId())) {
            known.putAll(chutes.ofValidator(deployment.validator()).stream()
                    .collect(toMap(Chute::chuteId, chute -> chute, (one, other) -> one)));
        }
        return known.get(deployment.chuteId());
    }

    private static String owner(Gpu gpu) {
        String deploymentId = gpu.deploymentId();
        return deploymentId == null ? "" : deploymentId;
    }
}
