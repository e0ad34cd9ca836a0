package dev.rigger.web.kubeconfig;

import dev.rigger.hotkey.secrets.SecretUnreadable;
import dev.rigger.inventory.SealedKubeconfigs;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.web.access.Signed;
import dev.rigger.web.answers.WebRole;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one route that shows kubeconfigs, for a signature of its own purpose. */
@WebRole
@Controller("/servers/kubeconfig")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "servers")
final class KubeconfigController {
    private static final Logger LOG = LoggerFactory.getLogger(KubeconfigController.class);

    private final Servers servers;
    private final SealedKubeconfigs kubeconfigs;
    private final KubernetesSettings kubernetes;
    private final ControlNode controlNode;

    KubeconfigController(
            Servers servers, SealedKubeconfigs kubeconfigs, KubernetesSettings kubernetes, ControlNode controlNode) {
        this.controlNode = controlNode;
        this.servers = servers;
        this.kubeconfigs = kubeconfigs;
        this.kubernetes = kubernetes;
    }

    /** One kubeconfig with a context for our own cluster and for every server that has a cluster of its own. */
    @Signed(Signed.KUBECONFIG)
    @Get
    HttpResponse<Map<String, Object>> merged() {
        MergedKubeconfig merged = new MergedKubeconfig(kubernetes.namespace());
        addOwnCluster(merged);
        for (Server server : servers.all()) {
            String atRest = server.kubeconfig();
            if (atRest != null) {
                addServer(merged, server.name(), atRest);
            }
        }
        return HttpResponse.ok(merged.content()).header("Cache-Control", "no-store");
    }

    /** The servers' part is worth having without it, as with the reference. */
    private void addOwnCluster(MergedKubeconfig merged) {
        Path file = kubernetes.kubeconfig();
        try {
            if (file != null) {
                merged.add(Files.readString(file), file.toAbsolutePath().resolveSibling("."));
            } else {
                controlNode.kubeconfig().ifPresent(entry -> merged.add(entry, null));
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException | KubernetesClientException unusable) {
            LOG.warn("Our own cluster is left out of the merged kubeconfig", unusable);
        }
    }

    /** One that cannot be used takes no other with it. A file that it names would be one of this machine's: none is read. */
    private void addServer(MergedKubeconfig merged, String serverName, String atRest) {
        try {
            merged.add(kubeconfigs.open(serverName, atRest), null);
        } catch (SecretUnreadable | IllegalArgumentException unusable) {
            LOG.warn("{}'s part is left out of the merged kubeconfig: {}", serverName, unusable.getMessage());
        }
    }
}
