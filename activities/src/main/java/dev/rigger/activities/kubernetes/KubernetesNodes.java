package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.activities.kubernetes.cluster.NodeView;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.workflows.onboarding.Admission;
import dev.rigger.workflows.onboarding.NodeActivities;
import dev.rigger.workflows.onboarding.NodeExamination;
import dev.rigger.workflows.onboarding.NodeFacts;
import dev.rigger.workflows.onboarding.NodeLookup;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.micronaut.context.annotation.Requires;
import io.temporal.failure.ApplicationFailure;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node on its way to be a server. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class KubernetesNodes implements NodeActivities {
    private final Clusters clusters;
    private final AgentClient agents;
    private final NodeChecks checks;
    private final Servers servers;

    KubernetesNodes(Clusters clusters, Servers servers, AgentClient agents, KubernetesSettings settings) {
        this.clusters = clusters;
        this.servers = servers;
        this.agents = agents;
        this.checks = new NodeChecks(settings.namespace(), settings.nvidiaRuntime(), GpuCatalogue.shipped());
    }

    @Override
    public NodeLookup lookUpNode(OnboardingRequest request) {
        String agentApi = request.agentApi();
        return agentApi == null ? lookUpAtHome(request.name()) : lookUpThroughAgent(request.name(), agentApi);
    }

    @Override
    public NodeExamination examineNode(OnboardingRequest request) {
        try {
            NodeView seen = clusterOf(request)
                    .lookAtNode(request.name())
                    .orElseThrow(() -> Retryable.gone("Node", request.name(), "NODE_NOT_FOUND"));
            return new NodeExamination(seen.facts(), checks.of(seen, request.gpuShortRef()));
        } catch (ClusterFailure failure) {
            throw Retryable.of(failure);
        }
    }

    @Override
    public NodeFacts labelNode(OnboardingRequest request) {
        return label(
                        request,
                        Map.of(
                                "gpu-short-ref", Optional.of(request.gpuShortRef()),
                                "chutes/validator", Optional.of(request.validator()),
                                "chutes/worker", Optional.of("true")))
                .orElseThrow(() -> Retryable.gone("Node", request.name(), "NODE_NOT_FOUND"));
    }

    @Override
    public void unlabelNode(OnboardingRequest request) {
        var unused = label(
                request,
                Map.of(
                        "gpu-short-ref", Optional.empty(),
                        "chutes/validator", Optional.empty(),
                        "chutes/worker", Optional.empty()));
        if (request.agentApi() != null) {
            clusters.forget(request.name());
        }
    }

    @Override
    public void stopAgent(OnboardingRequest request) {
        String agentApi = request.agentApi();
        if (agentApi == null) {
            return;
        }
        try {
            agents.stopMonitoring(agentApi);
        } catch (IOException e) {
            throw ApplicationFailure.newFailure(
                    "The agent at " + agentApi + " was not asked to stop: " + e, "AGENT_UNREACHABLE");
        }
    }

    private Optional<NodeFacts> label(OnboardingRequest request, Map<String, Optional<String>> labels) {
        try {
            return clusterOf(request).label(nodeOf(request), labels);
        } catch (ClusterFailure failure) {
            throw Retryable.of(failure);
        }
    }

    /** A server that joined may have become a node of another name; one that joins is looked up by its node's. */
    private String nodeOf(OnboardingRequest request) {
        return servers.byName(request.name()).map(Server::node).orElse(request.name());
    }

    /** The node's own kubeconfig may be forgotten by the time the labels are taken back; its agent still has it. */
    private Cluster clusterOf(OnboardingRequest request) {
        String agentApi = request.agentApi();
        if (agentApi == null) {
            return clusters.home();
        }
        if (!clusters.knows(request.name())) {
            try {
                String kubeconfig = agents.kubeconfig(agentApi);
                if (!contexts(kubeconfig).contains(request.name())) {
                    throw new IOException("its kubeconfig has no context " + request.name());
                }
                clusters.keep(request.name(), kubeconfig);
            } catch (IOException e) {
                throw ApplicationFailure.newFailure(
                        "The agent at " + agentApi + " gave no kubeconfig: " + e.getMessage(),
                        "KUBECONFIG_UNAVAILABLE");
            }
        }
        return clusters.ofNode(request.name());
    }

    private NodeLookup lookUpAtHome(String name) {
        String next = "Pass --agent-api http://<public IP of the server>:32000, or set KUBECONFIG to a cluster with"
                + " this node";
        if (!clusters.hasHome()) {
            return refused(400, "AGENT_API_MISSING", "No agent_api was given, and no KUBECONFIG is set", next);
        }
        try {
            return clusters.home()
                    .node(name)
                    .map(KubernetesNodes::found)
                    .orElseGet(() -> refused(
                            400,
                            "AGENT_API_MISSING",
                            "No agent_api was given, and the cluster behind KUBECONFIG has no node " + name,
                            next));
        } catch (ClusterFailure failure) {
            return refused(
                    502,
                    failure.code().name(),
                    String.valueOf(failure.getMessage()),
                    "Check that the cluster behind KUBECONFIG answers, then try again");
        }
    }

    private NodeLookup lookUpThroughAgent(String name, String agentApi) {
        String kubeconfig;
        List<String> contexts;
        try {
            kubeconfig = agents.kubeconfig(agentApi);
            contexts = contexts(kubeconfig);
        } catch (IOException e) {
            return refused(
                    502,
                    "KUBECONFIG_UNAVAILABLE",
                    "The agent at " + agentApi + " gave no kubeconfig: " + e.getMessage(),
                    "Check that the agent runs and that its port 32000 is reachable from here");
        }
        if (!contexts.contains(name)) {
            return refused(
                    400,
                    "CONTEXT_MISSING",
                    "The agent's kubeconfig has no context " + name + "; it has: " + String.join(", ", contexts),
                    "Add the server under the name of its context");
        }
        try (Cluster cluster = clusters.connectOnce(name, kubeconfig)) {
            Optional<NodeFacts> node = cluster.node(name);
            node.ifPresent(facts -> clusters.keep(name, kubeconfig));
            return node.map(KubernetesNodes::found)
                    .orElseGet(() -> refused(
                            404,
                            "NODE_NOT_FOUND",
                            "The agent's cluster has no node " + name,
                            "Add the server under its node's name: kubectl get nodes"));
        } catch (ClusterFailure failure) {
            return refused(
                    404,
                    failure.code().name(),
                    String.valueOf(failure.getMessage()),
                    "Check that the API server in the agent's kubeconfig is reachable from here");
        }
    }

    /** A kubeconfig that would run a command here is refused: it comes from another machine. */
    private static List<String> contexts(String kubeconfig) throws IOException {
        try {
            var parsed = KubeConfigUtils.parseConfigFromString(kubeconfig);
            boolean runsCommands = parsed.getUsers().stream()
                    .anyMatch(u -> u.getUser() != null && u.getUser().getExec() != null);
            if (runsCommands) {
                throw new IOException("its kubeconfig wants to run a command on this machine");
            }
            return parsed.getContexts().stream().map(NamedContext::getName).toList();
        } catch (RuntimeException e) {
            throw new IOException("its kubeconfig is not readable", e);
        }
    }

    private static NodeLookup found(NodeFacts facts) {
        return new NodeLookup(facts, null);
    }

    private static NodeLookup refused(int status, String code, String what, String next) {
        return new NodeLookup(null, new Admission(status, code, what, next, null));
    }
}
