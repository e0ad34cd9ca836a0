package dev.rigger.web.servers;

import dev.rigger.inventory.Progress;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.web.access.RawBody;
import dev.rigger.web.access.Signed;
import dev.rigger.web.answers.Detail;
import dev.rigger.web.answers.Refused;
import dev.rigger.web.answers.WebRole;
import dev.rigger.web.idempotency.OneAnswer;
import dev.rigger.web.temporal.Onboardings;
import dev.rigger.workflows.onboarding.Admission;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** A server joins: checks first, then the story of its onboarding as it happens. */
@WebRole
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "servers")
final class OnboardingController {
    private final Onboardings onboardings;
    private final ValidatorSettings validators;
    private final Progress progress;
    private final OneAnswer oneAnswer;
    private final JsonMapper json;
    private final Clock clock;

    OnboardingController(
            Onboardings onboardings,
            ValidatorSettings validators,
            Progress progress,
            OneAnswer oneAnswer,
            JsonMapper json,
            Clock clock) {
        this.onboardings = onboardings;
        this.validators = validators;
        this.progress = progress;
        this.oneAnswer = oneAnswer;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Starts the onboarding of a server, or joins the one that runs, and streams its progress from the first line on:
     * frames {@code data: {"timestamp": …, "message": …}}. It goes on when the caller goes away.
     */
    @Signed
    @Post("/servers/")
    @Consumes(MediaType.ALL)
    @Produces(MediaType.TEXT_EVENT_STREAM)
    @ApiResponse(responseCode = "200", description = "Progress, line by line")
    @ApiResponse(
            responseCode = "400",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Detail.class)))
    @ApiResponse(
            responseCode = "404",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Detail.class)))
    @ApiResponse(
            responseCode = "409",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Detail.class)))
    @ApiResponse(
            responseCode = "422",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Detail.class)))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AddServer.class)))
    HttpResponse<InputStream> add(HttpRequest<?> request, @Header(OneAnswer.HEADER) @Nullable String key) {
        byte[] sent = RawBody.of(request);
        AddServer server = AddServer.parse(sent, json);
        String stream = oneAnswer.of(key, request, sent, () -> admitted(server));
        return HttpResponse.<InputStream>ok()
                .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                .header("Cache-Control", "no-store")
                .body(new ProgressFrames(progress, stream, onboardings::isRunning, json, clock));
    }

    /** @return the progress stream's name */
    private String admitted(AddServer server) {
        Admission admission = onboardings.admit(server.toRequest(validators));
        String stream = admission.progressStream();
        if (!admission.admitted() || stream == null) {
            throw new Refused(
                    HttpStatus.valueOf(admission.status()), admission.what(), admission.code(), admission.next());
        }
        return stream;
    }
}
