package dev.rigger.web.servers;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rigger.inventory.Server;
import dev.rigger.web.access.Signed;
import dev.rigger.web.answers.Detail;
import dev.rigger.web.answers.WebRole;
import dev.rigger.web.fleet.DeploymentView;
import dev.rigger.web.fleet.FleetReader;
import dev.rigger.web.fleet.ServerView;
import dev.rigger.web.idempotency.OneAnswer;
import dev.rigger.web.temporal.ServerOwners;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Servers: list, lock, delete. */
@WebRole
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "servers")
final class ServersController {
    private static final byte[] NO_BODY = {};

    private final FleetReader fleet;
    private final ServerOwners owners;
    private final OneAnswer oneAnswer;
    private final JsonMapper json;

    ServersController(FleetReader fleet, ServerOwners owners, OneAnswer oneAnswer, JsonMapper json) {
        this.fleet = fleet;
        this.owners = owners;
        this.oneAnswer = oneAnswer;
        this.json = json;
    }

    /** Every server with its GPUs and deployments. */
    @Signed
    @Get("/servers/")
    List<ServerView> list() {
        return fleet.allServers();
    }

    /** No new deployment is placed on a locked server; those on it go on. */
    @Signed
    @Get(uri = "/servers/{idOrName}/lock", headRoute = false)
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ServerView.class)))
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(implementation = Detail.class)))
    String lock(HttpRequest<?> request, @PathVariable String idOrName, @Header(OneAnswer.HEADER) @Nullable String key) {
        return oneAnswer.of(key, request, NO_BODY, () -> locked(idOrName, true));
    }

    /** Deployments may be placed on it again. */
    @Signed
    @Get(uri = "/servers/{idOrName}/unlock", headRoute = false)
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ServerView.class)))
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(implementation = Detail.class)))
    String unlock(
            HttpRequest<?> request, @PathVariable String idOrName, @Header(OneAnswer.HEADER) @Nullable String key) {
        return oneAnswer.of(key, request, NO_BODY, () -> locked(idOrName, false));
    }

    /** The jobs that deleting the server would end. */
    @Signed
    @Get("/servers/{idOrName}/delete_preflight")
    Preflight deletePreflight(@PathVariable String idOrName) {
        return new Preflight(fleet.deploymentsOn(fleet.find(idOrName)).stream()
                .filter(deployment -> deployment.jobId() != null)
                .map(fleet::deployment)
                .toList());
    }

    /** Drains the server, withdraws it at its validator and forgets it; goes on after the answer. */
    @Signed
    @Delete("/servers/{idOrName}")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Started.class)))
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(implementation = Detail.class)))
    String delete(
            HttpRequest<?> request, @PathVariable String idOrName, @Header(OneAnswer.HEADER) @Nullable String key) {
        return oneAnswer.of(key, request, NO_BODY, () -> {
            Server server = fleet.find(idOrName);
            owners.delete(server);
            return written(Started.deletionOf(server));
        });
    }

    private String locked(String idOrName, boolean locked) {
        Server server = fleet.find(idOrName);
        owners.setLocked(server, locked);
        return written(fleet.server(fleet.find(server.serverId())));
    }

    private String written(Object answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Answer of the preflight. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Preflight(List<DeploymentView> jobs) {}

    /** Answer of a deletion. */
    @Serdeable
    record Started(String status, String detail) {
        /** Tools read this sentence, so it is the protocol's. */
        static Started deletionOf(Server server) {
            return new Started(
                    "started",
                    "Deletion of server.name='" + server.name() + "' server.server_id='" + server.serverId()
                            + "' started, and will be processed asynchronously by gepetto.");
        }
    }
}
