package dev.rigger.web.pins;

import dev.rigger.inventory.Chute;
import dev.rigger.inventory.ChutePin;
import dev.rigger.inventory.ChutePins;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.DeploymentPin;
import dev.rigger.inventory.DeploymentPins;
import dev.rigger.inventory.Server;
import dev.rigger.web.access.RawBody;
import dev.rigger.web.access.Signed;
import dev.rigger.web.answers.Detail;
import dev.rigger.web.answers.Refused;
import dev.rigger.web.answers.WebRole;
import dev.rigger.web.fleet.FleetReader;
import dev.rigger.web.temporal.FleetOwners;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Chutes that belong on certain servers, and copies that stay. The next plan heeds them; nothing that runs is ended. */
@WebRole
@Controller("/pins")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "pins")
final class PinsController {
    private final ChutePins chutePins;
    private final DeploymentPins deploymentPins;
    private final Chutes chutes;
    private final FleetReader fleet;
    private final FleetOwners owners;
    private final JsonMapper json;
    private final Clock clock;

    PinsController(
            ChutePins chutePins,
            DeploymentPins deploymentPins,
            Chutes chutes,
            FleetReader fleet,
            FleetOwners owners,
            JsonMapper json,
            Clock clock) {
        this.chutePins = chutePins;
        this.deploymentPins = deploymentPins;
        this.chutes = chutes;
        this.fleet = fleet;
        this.owners = owners;
        this.json = json;
        this.clock = clock;
    }

    /** Every pin. */
    @Signed
    @Get
    Pins list() {
        return new Pins(
                chutePins.all().stream().map(Pins.OfChute::of).toList(),
                deploymentPins.all().stream().map(Pins.OfDeployment::of).toList());
    }

    /** Confines a chute to servers, bounds its copies, or both; what was pinned before is replaced. */
    @Signed
    @Put("/chutes/{chuteId}")
    @Consumes(MediaType.ALL)
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Pins.OfChute.class)))
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(implementation = Detail.class)))
    @ApiResponse(responseCode = "422", content = @Content(schema = @Schema(implementation = Detail.class)))
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Wish.class)))
    Pins.OfChute pinChute(HttpRequest<?> request, @PathVariable String chuteId) {
        Wish wish = Wish.parse(RawBody.of(request), json);
        Chute chute = find(chuteId);
        List<String> servers = wish.servers().stream()
                .map(fleet::find)
                .map(Server::serverId)
                .distinct()
                .toList();
        if (servers.isEmpty() && wish.copies() == null) {
            throw Refused.unprocessable(
                    "The pin says neither servers nor copies.", "Name servers or copies, or end the pin by DELETE.");
        }
        ChutePin pin = new ChutePin(chuteId, servers, wish.copies(), wish.note(), now());
        chutePins.save(pin);
        owners.planAnew(chute.validator());
        return Pins.OfChute.of(pin);
    }

    /** Lets a chute go wherever it fits, as often as the validator wants. One that is not pinned is left as it is. */
    @Signed
    @Delete("/chutes/{chuteId}")
    Unpinned unpinChute(@PathVariable String chuteId) {
        boolean was = chutePins.remove(chuteId) > 0;
        chutes.byId(chuteId).filter(chute -> was).ifPresent(chute -> owners.planAnew(chute.validator()));
        return new Unpinned(was);
    }

    /** Keeps a deployment from ever making room for another. */
    @Signed
    @Put("/deployments/{deploymentId}")
    @Consumes(MediaType.ALL)
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Pins.OfDeployment.class)))
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(implementation = Detail.class)))
    @RequestBody(content = @Content(schema = @Schema(implementation = Wish.class)))
    Pins.OfDeployment pinDeployment(HttpRequest<?> request, @PathVariable String deploymentId) {
        Wish wish = Wish.parse(RawBody.of(request), json);
        Deployment deployment = fleet.findDeployment(deploymentId);
        DeploymentPin pin = new DeploymentPin(deployment.deploymentId(), wish.note(), now());
        deploymentPins.save(pin);
        return Pins.OfDeployment.of(pin);
    }

    /** Lets a deployment make room again. One that is not pinned is left as it is. */
    @Signed
    @Delete("/deployments/{deploymentId}")
    Unpinned unpinDeployment(@PathVariable String deploymentId) {
        return new Unpinned(deploymentPins.remove(deploymentId) > 0);
    }

    /** As exactly as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Chute find(String chuteId) {
        return chutes.byId(chuteId)
                .filter(chute -> !chute.deleted())
                .orElseThrow(() -> new Refused(
                        HttpStatus.NOT_FOUND,
                        "There is no chute " + chuteId,
                        "CHUTE_UNKNOWN",
                        "Give the id of a chute that the validator lists"));
    }
}
