package dev.rigger.web.deployments;

import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Server;
import dev.rigger.web.access.Signed;
import dev.rigger.web.answers.Detail;
import dev.rigger.web.answers.WebRole;
import dev.rigger.web.fleet.FleetReader;
import dev.rigger.web.idempotency.OneAnswer;
import dev.rigger.web.temporal.DeploymentOwners;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ending deployments: one, a server's, or all. Each ends by itself after the answer. */
@WebRole
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "deployments")
final class DeploymentsController {
    private static final byte[] NO_BODY = {};

    private final FleetReader fleet;
    private final DeploymentOwners owners;
    private final OneAnswer oneAnswer;
    private final JsonMapper json;

    DeploymentsController(FleetReader fleet, DeploymentOwners owners, OneAnswer oneAnswer, JsonMapper json) {
        this.fleet = fleet;
        this.owners = owners;
        this.oneAnswer = oneAnswer;
        this.json = json;
    }

    /** Ends every deployment, jobs too. */
    @Signed
    @Delete("/deployments/purge")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Purged.class)))
    String purgeAll(HttpRequest<?> request, @Header(OneAnswer.HEADER) @Nullable String key) {
        return oneAnswer.of(key, request, NO_BODY, () -> written(purged(fleet.allDeployments())));
    }

    /** Ends one deployment. */
    @Signed
    @Delete("/deployments/{deploymentId}")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PurgedOne.class)))
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(implementation = Detail.class)))
    String purge(
            HttpRequest<?> request, @PathVariable String deploymentId, @Header(OneAnswer.HEADER) @Nullable String key) {
        return oneAnswer.of(key, request, NO_BODY, () -> {
            Deployment deployment = fleet.findDeployment(deploymentId);
            Purge.Ending ending = end(deployment);
            return written(new PurgedOne("initiated", fleet.deployment(deployment), ending));
        });
    }

    /** Ends a server's deployments, but not its jobs. A server that nobody knows has none. */
    @Signed
    @Delete("/servers/{idOrName}/deployments")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Purged.class)))
    String purgeServer(
            HttpRequest<?> request, @PathVariable String idOrName, @Header(OneAnswer.HEADER) @Nullable String key) {
        return oneAnswer.of(key, request, NO_BODY, () -> {
            Optional<Server> server = fleet.lookFor(idOrName);
            List<Deployment> ending = server.map(fleet::deploymentsOn).orElse(List.of()).stream()
                    .filter(deployment -> deployment.jobId() == null)
                    .toList();
            return written(purged(ending));
        });
    }

    private Purged purged(List<Deployment> ending) {
        return new Purged(
                "initiated",
                ending.stream()
                        .map(deployment -> Purge.of(fleet.deployment(deployment), end(deployment)))
                        .toList());
    }

    private Purge.Ending end(Deployment deployment) {
        return owners.purge(deployment.deploymentId()) ? Purge.Ending.TOLD : Purge.Ending.LEFT_TO_RECONCILE;
    }

    private String written(Object answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
