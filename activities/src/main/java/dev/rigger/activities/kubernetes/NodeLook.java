package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.inventory.NodeState;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.ServerDisk;
import dev.rigger.inventory.ServerDisks;
import dev.rigger.inventory.Servers;
import dev.rigger.workflows.deployment.PodSighting;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the nodes on which servers stand, and writes how they are: the planner places nothing where it would not run. */
@Singleton
public class NodeLook {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLook.class);

    private final Servers servers;
    private final ServerDisks disks;

    public NodeLook(Servers servers, ServerDisks disks) {
        this.servers = servers;
        this.disks = disks;
    }

    /** Nodes by name and by uid as one look showed them; none where our user may not see them. */
    record Seen(Map<String, Cluster.NodeSighting> nodes, Map<String, Cluster.NodeSighting> byUid) {
        static Seen of(List<Cluster.NodeSighting> all) {
            Seen seen = new Seen(new HashMap<>(), new HashMap<>());
            for (Cluster.NodeSighting node : all) {
                seen.nodes.put(node.name(), node);
                seen.byUid.put(node.uid(), node);
            }
            return seen;
        }

        /** A chute's pod, in the light of how its node is. */
        PodSighting podOf(Cluster.ChuteSighting chute) {
            String node = chute.node();
            return nodes.isEmpty() || node == null ? chute.pod() : chute.podOn(state(node));
        }

        private NodeState state(String node) {
            Cluster.NodeSighting seen = nodes.get(node);
            return seen == null ? NodeState.GONE : seen.state();
        }

        /** By its uid, which is the server's id; one that was made anew under its name is the same server still. */
        private Optional<Cluster.NodeSighting> nodeOf(Server server) {
            return Optional.ofNullable(byUid.get(server.serverId()))
                    .or(() -> Optional.ofNullable(nodes.get(server.node())));
        }
    }

    /** A cluster that will not tell of its nodes has none to show. */
    Seen at(Cluster.Look look, List<Server> here, Instant at) {
        if (look.nodes().isEmpty()) {
            LOG.info(
                    "{} does not let us see its nodes; how they are is not known",
                    here.getFirst().cluster());
        }
        Seen seen = Seen.of(look.nodes().orElse(List.of()));
        if (!seen.nodes().isEmpty()) {
            List<ServerDisk> measured = new ArrayList<>();
            for (Server server : here) {
                Optional<Cluster.NodeSighting> node = seen.nodeOf(server);
                note(server, node);
                node.ifPresent(found -> measured.add(new ServerDisk(server.serverId(), found.freeDiskGib(), at)));
            }
            disks.saveAll(measured);
        }
        return seen;
    }

    private void note(Server server, Optional<Cluster.NodeSighting> node) {
        NodeState state = node.map(Cluster.NodeSighting::state).orElse(NodeState.GONE);
        if (!state.status().equals(server.status())) {
            LOG.warn("Node {} was {} and is {} now", server.node(), server.status(), state.status());
            servers.setStatus(server.serverId(), state.status());
        }
        node.map(Cluster.NodeSighting::name)
                .filter(name -> !name.equals(server.node()))
                .ifPresent(name -> {
                    LOG.warn("Server {} is node {}, and was thought to be {}", server.name(), name, server.node());
                    servers.setNode(server.serverId(), name);
                });
    }
}
