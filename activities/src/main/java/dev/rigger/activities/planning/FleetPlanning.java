package dev.rigger.activities.planning;

import dev.rigger.inventory.PlannedLaunch;
import dev.rigger.inventory.Plans;
import dev.rigger.inventory.StoredPlan;
import dev.rigger.placement.Action.Launch;
import dev.rigger.placement.Action.Motive;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.Limits;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.ScoringRules;
import dev.rigger.placement.stored.ScoringRulesBook;
import dev.rigger.placement.stored.StoredForm;
import dev.rigger.settings.Periods;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.Cause;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.StoredOrders;
import dev.rigger.workflows.fleet.PlanRequest;
import dev.rigger.workflows.fleet.PlanResult;
import dev.rigger.workflows.fleet.PlanningActivities;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans once for each plan id: whoever asks again gets what was stored. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class FleetPlanning implements PlanningActivities {

    private static final String OPEN = "OPEN";
    private static final int MOST_NAMED = 20;

    private final FleetReader fleet;
    private final Planner planner;
    private final Plans plans;
    private final StoredForm form;
    private final BidPrices prices;
    private final ScoringRulesBook scoring;
    private final Limits limits;
    private final ValidatorSettings validators;
    private final Periods periods;
    private final InstantSource clock;
    private final boolean headStart;

    /** @param headStart whether launches of one plan do their first steps together; off, everything ends the same, later */
    FleetPlanning(
            FleetReader fleet,
            Planner planner,
            Plans plans,
            StoredForm form,
            BidPrices prices,
            ScoringRulesBook scoring,
            Limits limits,
            ValidatorSettings validators,
            Periods periods,
            InstantSource clock,
            @Value("${rigger.head.start:true}") boolean headStart) {
        this.fleet = fleet;
        this.planner = planner;
        this.plans = plans;
        this.form = form;
        this.prices = prices;
        this.scoring = scoring;
        this.limits = limits;
        this.validators = validators;
        this.periods = periods;
        this.clock = clock;
        this.headStart = headStart;
    }

    @Override
    public PlanResult plan(PlanRequest request) {
        PlanResult result = plans.byId(request.planId()).map(this::answer).orElseGet(() -> make(request));
        return request.brief() ? result.brief() : result;
    }

    private PlanResult make(PlanRequest request) {
        Instant now = clock.instant();
        ScoringRules rules = scoring.rules(
                validators.profile().name(), now.atOffset(ZoneOffset.UTC).toLocalDate());
        plans.giveUp(now.minus(periods.launchLost()));
        FleetSnapshot snapshot = fleet.read(request.validator(), now, rules, limits, prices.of(request.validator()));
        Plan plan = planner.plan(snapshot);
        List<DeploymentOrder> orders = orders(request, snapshot, plan);
        StoredPlan stored = new StoredPlan(
                request.planId(),
                request.validator(),
                snapshot.takenAt(),
                form.packed(snapshot),
                form.packed(plan),
                summary(snapshot, plan));
        plans.store(stored, launches(orders, snapshot.takenAt()));
        prices.learned(request.validator(), plan.bidPrices());
        return storedByUs(orders) ? answer(stored, snapshot, plan, orders) : plan(request);
    }

    /** False when another attempt for the same plan id was quicker: then its plan counts. */
    private boolean storedByUs(List<DeploymentOrder> orders) {
        return orders.isEmpty() || orders.equals(ordersOf(orders.getFirst().planId()));
    }

    private PlanResult answer(StoredPlan stored) {
        return answer(stored, form.snapshot(stored.snapshot()), form.plan(stored.plan()), ordersOf(stored.planId()));
    }

    private PlanResult answer(StoredPlan stored, FleetSnapshot snapshot, Plan plan, List<DeploymentOrder> orders) {
        return new PlanResult(
                stored.planId(),
                orders,
                Stream.concat(
                                plan.again().stream().map(again -> Duration.between(plan.madeFor(), again)),
                                nextLook(snapshot).stream())
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                stored.summary(),
                headStart && !orders.isEmpty());
    }

    /** No event tells that a cluster answers again, only the next comparison's look does. */
    private Optional<Duration> nextLook(FleetSnapshot snapshot) {
        return snapshot.servers().stream().anyMatch(server -> server.health() != Health.FRESH)
                ? Optional.of(periods.reconcile())
                : Optional.empty();
    }

    private List<DeploymentOrder> ordersOf(String planId) {
        return plans.launchesOf(planId).stream()
                .map(launch -> StoredOrders.order(launch.order()))
                .toList();
    }

    private List<DeploymentOrder> orders(PlanRequest request, FleetSnapshot snapshot, Plan plan) {
        Map<String, FleetSnapshot.Chute> chutes =
                snapshot.chutes().stream().collect(Collectors.toMap(FleetSnapshot.Chute::chuteId, Function.identity()));
        Map<String, String> serverNames = snapshot.servers().stream()
                .collect(Collectors.toMap(FleetSnapshot.Server::serverId, FleetSnapshot.Server::name));
        List<DeploymentOrder> orders = new ArrayList<>();
        for (Launch launch : plan.launches()) {
            FleetSnapshot.Chute chute = chutes.get(launch.chuteId());
            String serverName = serverNames.get(launch.serverId());
            if (chute == null || serverName == null) {
                throw new IllegalStateException("The plan launches what its snapshot lacks: " + launch);
            }
            orders.add(new DeploymentOrder(
                    DeploymentIds.of(request.planId(), orders.size()),
                    request.planId(),
                    request.validator(),
                    launch.chuteId(),
                    chute.name(),
                    launch.version(),
                    launch.serverId(),
                    serverName,
                    launch.gpuIds(),
                    cause(launch.motive()),
                    bountyWorkflow(request, launch),
                    launch.victims(),
                    request.timings(),
                    launch.jobId()));
        }
        return orders;
    }

    private List<PlannedLaunch> launches(List<DeploymentOrder> orders, Instant at) {
        List<PlannedLaunch> launches = new ArrayList<>();
        for (DeploymentOrder order : orders) {
            launches.add(new PlannedLaunch(
                    order.planId(),
                    launches.size(),
                    order.deploymentId(),
                    order.chuteId(),
                    order.serverId(),
                    order.gpuIds(),
                    StoredOrders.text(order),
                    OPEN,
                    at,
                    order.jobId()));
        }
        return launches;
    }

    private static @Nullable String bountyWorkflow(PlanRequest request, Launch launch) {
        return launch.motive() == Motive.BOUNTY ? WorkflowIds.bounty(request.validator(), launch.chuteId()) : null;
    }

    private static Cause cause(Motive motive) {
        return switch (motive) {
            case BOUNTY -> Cause.BOUNTY;
            case FIRST_COPY -> Cause.NEW_CHUTE;
            case FURTHER_COPY -> Cause.SCALE_UP;
            case JOB -> Cause.JOB;
        };
    }

    private static String summary(FleetSnapshot snapshot, Plan plan) {
        Map<String, String> names = snapshot.chutes().stream()
                .collect(Collectors.toMap(FleetSnapshot.Chute::chuteId, FleetSnapshot.Chute::name));
        if (plan.launches().isEmpty()) {
            return "Nothing to launch among %d chutes"
                    .formatted(snapshot.chutes().size());
        }
        String more =
                plan.launches().size() > MOST_NAMED ? " and " + (plan.launches().size() - MOST_NAMED) + " more" : "";
        return plan.launches().stream()
                .limit(MOST_NAMED)
                .map(launch -> names.getOrDefault(launch.chuteId(), launch.chuteId())
                        + (launch.motive() == Motive.BOUNTY ? " (bounty)" : "")
                        + (launch.motive() == Motive.JOB ? " (job)" : "")
                        + (launch.victims().isEmpty()
                                ? ""
                                : " (in the place of " + launch.victims().size() + ")"))
                .collect(Collectors.joining(", ", "Launch ", more));
    }
}
