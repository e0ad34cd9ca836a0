package dev.rigger.web.findings;

import dev.rigger.inventory.Findings;
import dev.rigger.web.access.Signed;
import dev.rigger.web.answers.Detail;
import dev.rigger.web.answers.Refused;
import dev.rigger.web.answers.WebRole;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;

/** What comparisons found; and an operator's word on those that would end too much at once to be believed. */
@WebRole
@Controller("/findings")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "findings")
final class FindingsController {
    private static final int MOST = 500;

    private final Findings findings;
    private final Clock clock;

    FindingsController(Findings findings, Clock clock) {
        this.findings = findings;
        this.clock = clock;
    }

    /** Those that wait for an operator first, then the latest; 500 at most. */
    @Signed
    @Get
    List<FindingView> list() {
        return findings.latest(MOST).stream().map(FindingView::of).toList();
    }

    /** Lets the next look that still shows it act on it, whatever the brake says. */
    @Signed
    @Post("/{kind}/{subject}/approve")
    @Consumes(MediaType.ALL)
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Approved.class)))
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(implementation = Detail.class)))
    Approved approve(@PathVariable String kind, @PathVariable String subject) {
        if (findings.approve(kind, subject, clock.instant()) == 0) {
            throw new Refused(
                    HttpStatus.NOT_FOUND,
                    "No finding " + kind + " of " + subject + " is held back",
                    "FINDING_NOT_HELD_BACK",
                    "See GET /findings for those that are; one that was approved of, or is no longer seen, waits for nobody");
        }
        return new Approved(kind, subject, true);
    }
}
