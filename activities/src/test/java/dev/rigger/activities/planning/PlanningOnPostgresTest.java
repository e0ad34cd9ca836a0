package dev.rigger.activities.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.inventory.Backoffs;
import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demand;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Plans;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.deployment.Cause;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentTimings;
import dev.rigger.workflows.fleet.PlanRequest;
import dev.rigger.workflows.fleet.PlanResult;
import dev.rigger.workflows.fleet.PlanningActivities;
import io.micronaut.context.ApplicationContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test has a validator, and so a fleet, of its own. */
class PlanningOnPostgresTest {

    private static LocalPostgres postgres;
    private static ApplicationContext context;
    private String validator = "";

    @BeforeAll
    static void start() {
        postgres = LocalPostgres.startTemporary();
        context = ApplicationContext.builder()
                .properties(Map.of(
                        "rigger.role.worker",
                        true,
                        "datasources.default.url",
                        postgres.jdbcUrl(),
                        "datasources.default.username",
                        LocalPostgres.USER,
                        "datasources.default.password",
                        LocalPostgres.PASSWORD,
                        "datasources.default.dialect",
                        "POSTGRES"))
                .singletons(Clock.systemUTC(), Periods.DEFAULTS)
                .start();
    }

    @AfterAll
    static void stop() {
        context.close();
        postgres.close();
    }

    @BeforeEach
    void aFleetOfItsOwn() {
        validator = "5Validator" + UUID.randomUUID();
        context.getBean(Servers.class).save(server("server"));
        for (int i = 0; i < 4; i++) {
            context.getBean(Gpus.class)
                    .save(new Gpu(id("gpu-" + i), validator, id("server"), null, Map.of("name", "H200"), "h200", true));
        }
    }

    @Test
    void aPlanAskedForTwiceIsOnePlan() {
        chute("one", 1);
        PlanResult first = plan("plan-1");

        chute("two", 1);
        context.getBean(Servers.class).setLocked(id("server"), true);

        assertThat(plan("plan-1")).isEqualTo(first);
        assertThat(first.launches()).hasSize(1);
        assertThat(context.getBean(Plans.class).launchesOf(id("plan-1")))
                .singleElement()
                .satisfies(launch -> {
                    assertThat(launch.deploymentId()).isEqualTo(DeploymentIds.of(id("plan-1"), 0));
                    assertThat(new PlanArchive().order(launch.order()))
                            .isEqualTo(first.launches().getFirst());
                });
    }

    @Test
    void gpusPromisedByAnEarlierPlanAreNotPromisedAgain() {
        chute("one", 2);
        chute("two", 2);
        PlanResult first = plan("plan-1");
        chute("three", 2);

        PlanResult second = plan("plan-2");

        Set<String> promised = new HashSet<>();
        first.launches().forEach(order -> promised.addAll(order.gpuIds()));
        assertThat(promised).hasSize(4);
        assertThat(second.launches()).isEmpty();
    }

    @Test
    void aBountysLaunchNamesTheWorkflowThatFollowsIt() {
        chute("wanted", 1);
        Demands demands = context.getBean(Demands.class);
        demands.save(new Demand(id("wanted"), validator, 0.5, false, 0, 1, null, 0, Instant.now()));
        assertThat(plan("before").launches()).isEmpty();

        demands.setBounty(validator, id("wanted"), 700, 1.4, Instant.now().plus(Duration.ofMinutes(5)));

        assertThat(plan("after").launches()).singleElement().satisfies(order -> {
            assertThat(order.cause()).isEqualTo(Cause.BOUNTY);
            assertThat(order.bountyWorkflowId()).isEqualTo("bounty/" + validator + "/" + id("wanted"));
        });
    }

    @Test
    void aBackOffIsWaitedForAndNotLonger() {
        chute("refused", 1);
        context.getBean(Backoffs.class)
                .until(id("refused"), "CAPACITY_LOCKED", Instant.now().plus(Duration.ofMinutes(2)));

        PlanResult plan = plan("plan-1");

        assertThat(plan.launches()).isEmpty();
        assertThat(plan.planAgainAfter()).isBetween(Duration.ofSeconds(60), Duration.ofMinutes(2));
    }

    @Test
    void aStoredPlanTellsLaterWhatWasDecidedAndWhy() {
        chute("one", 8);
        plan("plan-1");

        byte[] stored =
                context.getBean(Plans.class).byId(id("plan-1")).orElseThrow().plan();

        assertThat(context.getBean(PlanArchive.class).plan(stored).explain(id("one")))
                .contains("needs 8 free h200 on one server, the most is 4");
    }

    private PlanResult plan(String planId) {
        PlanResult result = context.getBean(PlanningActivities.class)
                .plan(new PlanRequest(id(planId), validator, List.of(), DeploymentTimings.DEFAULTS));
        assertThat(result.launches()).extracting(DeploymentOrder::validator).allMatch(validator::equals);
        return result;
    }

    private void chute(String name, int gpus) {
        Instant now = Instant.now();
        context.getBean(Chutes.class)
                .save(new Chute(
                        id(name),
                        validator,
                        name,
                        "user/image:1",
                        "code",
                        "app.py",
                        "app:chute",
                        "v1",
                        List.of("h200"),
                        gpus,
                        now,
                        now,
                        null,
                        "0.6.1",
                        true,
                        false,
                        false,
                        false));
    }

    private Server server(String name) {
        return new Server(
                id(name),
                validator,
                id(name),
                "127.0.1.1",
                null,
                null,
                "Ready",
                Instant.now(),
                Map.of(),
                null,
                4,
                4,
                64,
                1.5,
                false,
                null,
                false,
                "READY",
                0);
    }

    private String id(String name) {
        return name + "-of-" + validator;
    }
}
