package dev.rigger.web.plans;

import dev.rigger.inventory.Plans;
import dev.rigger.inventory.StoredPlan;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.capacity.CapacityAdvisor;
import dev.rigger.placement.explain.Explainer;
import dev.rigger.placement.explain.Explanation;
import dev.rigger.placement.stored.StoredForm;
import dev.rigger.placement.stored.StoredFormException;
import dev.rigger.placement.value.Objective;
import dev.rigger.web.access.Signed;
import dev.rigger.web.answers.Detail;
import dev.rigger.web.answers.Refused;
import dev.rigger.web.answers.WebRole;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was decided, and why. {@code latest} stands for the plan made last. */
@WebRole
@Controller("/plans")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "plans")
final class PlansController {
    private static final String LATEST = "latest";
    private static final int MOST_LISTED = 500;

    private final Plans plans;
    private final StoredForm form;
    private final Planner planner;

    PlansController(Plans plans, StoredForm form, Planner planner) {
        this.plans = plans;
        this.form = form;
        this.planner = planner;
    }

    /** The plans made last, the newest first. */
    @Signed
    @Get
    List<PlanLine> list(@QueryValue(defaultValue = "20") int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw Refused.unprocessable("limit is " + limit + ", not 1 to " + MOST_LISTED, "Ask for fewer");
        }
        return plans.summaries(limit).stream().map(PlanLine::of).toList();
    }

    /** What renting and releasing servers would change, for the fleet that the last plan was made for. */
    @Signed
    @Get("/capacity")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Capacity.class)))
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(implementation = Detail.class)))
    Capacity capacity(@QueryValue("usd_per_unit") @Nullable Double usdPerUnit) {
        if (usdPerUnit != null && !(usdPerUnit >= 0 && Double.isFinite(usdPerUnit))) {
            throw Refused.unprocessable("usd_per_unit is " + usdPerUnit + ", not an amount", "Give USD, such as 0.001");
        }
        StoredPlan stored = find(LATEST);
        CapacityAdvisor advisor = new CapacityAdvisor(planner, Objective.DEFAULT.horizon());
        return Capacity.of(stored, advisor.advise(snapshotOf(stored), usdPerUnit));
    }

    /** The plan in its stored form, readable. */
    @Signed
    @Get("/{planId}")
    @Produces(MediaType.APPLICATION_JSON)
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(implementation = Detail.class)))
    String plan(@PathVariable String planId) {
        return form.json(planOf(find(planId)));
    }

    /** The fleet that it was decided on, in its stored form: the decision can be made again from it. */
    @Signed
    @Get("/{planId}/snapshot")
    @Produces(MediaType.APPLICATION_JSON)
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(implementation = Detail.class)))
    String snapshot(@PathVariable String planId) {
        return form.json(snapshotOf(find(planId)));
    }

    /** Why it did what it did about a chute, a server, a chute on a server, a GPU or a deployment. */
    @Signed
    @Get("/{planId}/why")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Why.class)))
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(implementation = Detail.class)))
    Why why(
            @PathVariable String planId,
            @QueryValue @Nullable String chute,
            @QueryValue @Nullable String server,
            @QueryValue @Nullable String gpu,
            @QueryValue @Nullable String deployment) {
        StoredPlan stored = find(planId);
        FleetSnapshot snapshot = snapshotOf(stored);
        Plan plan = planOf(stored);
        if (!plan.policy().equals(planner.policy())) {
            throw new Refused(
                    HttpStatus.CONFLICT,
                    "The plan was made by " + plan.policy() + ", and " + planner.policy() + " decides now",
                    "OTHER_POLICY",
                    "Ask about a plan made since");
        }
        Asked asked = new Asked(chute, server, gpu, deployment);
        try {
            Explanation explanation = new Explainer(planner).explain(snapshot, plan, asked.in(snapshot));
            return Why.of(stored.planId(), snapshot, explanation);
        } catch (IllegalArgumentException notThere) {
            throw Asked.unknown(gpu != null ? "GPU" : "deployment", String.valueOf(gpu != null ? gpu : deployment));
        }
    }

    private StoredPlan find(String planId) {
        Optional<StoredPlan> found = planId.equals(LATEST) ? plans.latest() : plans.byId(planId);
        return found.orElseThrow(() -> new Refused(
                HttpStatus.NOT_FOUND,
                planId.equals(LATEST) ? "No plan was made yet" : "There is no plan " + planId,
                "PLAN_UNKNOWN",
                "GET /plans lists those that are kept"));
    }

    private Plan planOf(StoredPlan stored) {
        try {
            return form.plan(stored.plan());
        } catch (StoredFormException unreadable) {
            throw unreadable(stored, unreadable);
        }
    }

    private FleetSnapshot snapshotOf(StoredPlan stored) {
        try {
            return form.snapshot(stored.snapshot());
        } catch (StoredFormException unreadable) {
            throw unreadable(stored, unreadable);
        }
    }

    private static Refused unreadable(StoredPlan stored, StoredFormException why) {
        return new Refused(
                HttpStatus.CONFLICT,
                "Plan " + stored.planId() + " is stored in a form that cannot be read: " + why.getMessage(),
                "PLAN_UNREADABLE",
                "Ask about a plan made since the last upgrade");
    }
}
