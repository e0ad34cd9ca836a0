package dev.rigger.workers.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.launches.Races;
import dev.rigger.activities.temporal.FleetWakes;
import dev.rigger.activities.temporal.RunningDeployments;
import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.devnet.local.LocalTemporal;
import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Inbox;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.inventory.OpenJobs;
import dev.rigger.inventory.PlannedLaunch;
import dev.rigger.inventory.Plans;
import dev.rigger.inventory.Reservations;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.StoredPlan;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.Periods;
import dev.rigger.settings.Secret;
import dev.rigger.settings.TemporalSettings;
import dev.rigger.temporal.TemporalConnection;
import dev.rigger.temporal.TemporalNamespace;
import dev.rigger.workers.FixedTimings;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.Cause;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentStart;
import dev.rigger.workflows.deployment.DeploymentTimings;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real PostgreSQL and a real Temporal server without workers: what was told to whom is read from the histories. */
class EventDispatcherTest {

    private static final String MINER = "5Miner";
    private static LocalPostgres postgres;
    private static LocalTemporal temporal;
    private static ApplicationContext context;
    private static TemporalConnection connection;
    private static WorkflowClient client;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final String validator = "5Validator" + UUID.randomUUID();
    private EventDispatcher dispatcher;
    private InboxSweep sweep;

    @BeforeAll
    static void start() {
        postgres = LocalPostgres.startTemporary();
        temporal = LocalTemporal.startTemporary();
        context = ApplicationContext.run(postgres.asDataSource());
        connection = TemporalConnection.open(
                new TemporalSettings(temporal.address(), LocalTemporal.NAMESPACE, null, false, null, null, null, null),
                null,
                null,
                "test");
        new TemporalNamespace(connection, Clock.systemUTC()).ensure(Duration.ofSeconds(60));
        client = connection.client();
    }

    @AfterAll
    static void stop() {
        connection.close();
        context.close();
        temporal.close();
        postgres.close();
    }

    @BeforeEach
    void dispatch() {
        build(Periods.DEFAULTS);
    }

    private void build(Periods periods) {
        Owners owners = new Owners(client, periods, FixedTimings.setting(periods), new FleetWakes());
        RunningDeployments running = running(periods, Clock.systemUTC());
        List<EventHandler> handlers = List.of(
                new BountyEvents(bean(Demands.class), bean(Chutes.class), owners, periods),
                new ChuteEvents(owners),
                new InstanceEvents(
                        bean(Deployments.class), running, new MinerSettings(MINER, new Secret("never used here"))),
                new JobEvents(
                        bean(OpenJobs.class),
                        bean(Chutes.class),
                        bean(Deployments.class),
                        running,
                        owners,
                        new MinerSettings(MINER, new Secret("never used here"))),
                new GpuEvents(bean(Gpus.class), bean(Servers.class), owners),
                new UnservedEvents());
        dispatcher = new EventDispatcher(handlers, bean(Inbox.class), new Races(), periods, Clock.systemUTC(), meters);
        sweep = new InboxSweep(bean(Inbox.class), bean(Plans.class), dispatcher, periods, Clock.systemUTC(), meters);
    }

    @Test
    void aBountyIsInTheInventoryWhenTheFleetIsWokenAndItsWorkflowFollows() {
        arrive("bounty_change", "c1", "{\"chute_id\":\"c1" + validator + "\",\"bounty\":300,\"bounty_boost\":1.3}");

        String chute = "c1" + validator;
        assertThat(bean(Demands.class).of(chute)).hasValueSatisfying(demand -> {
            assertThat(demand.bountyAmount()).isEqualTo(300);
            assertThat(demand.bountyBoost()).isEqualTo(1.3);
        });
        assertThat(signals("fleet/" + validator)).containsExactly("wake");
        assertThat(signals("bounty/" + validator + "/" + chute)).containsExactly("announced");
        assertThat(signals("chute/" + validator + "/" + chute))
                .as("a chute nobody knew yet")
                .containsExactly("changed");
        assertThat(undelivered()).isEmpty();
    }

    @Test
    void poisonIsParkedAndTheSubjectsNextEventGetsThrough() {
        InboxEvent poison = stored("chute_updated", "c2", "{\"no\":\"chute\"}");
        InboxEvent sound = stored("chute_updated", "c2", "{\"chute_id\":\"c2" + validator + "\",\"version\":\"v2\"}");

        dispatcher.arrived(poison);
        dispatcher.arrived(sound);
        await(() -> !dispatcher.isUnderWay(poison.eventKey()) && !dispatcher.isUnderWay(sound.eventKey()));

        assertThat(signals("chute/" + validator + "/c2" + validator)).containsExactly("changed");
        assertThat(undelivered()).isEmpty();
        assertThat(counted("chute_updated", "parked")).isEqualTo(1);
    }

    @Test
    void reasonsNobodyListensForAreDeliveredToNobodyAndCounted() {
        arrive("something_new", "x", "{}");

        assertThat(undelivered()).isEmpty();
        assertThat(counted("unknown", "noted")).isEqualTo(1);
    }

    @Test
    void anInstanceEventWaitsForItsDeploymentAndThenRevivesItsWorkflow() {
        String deploymentId = UUID.randomUUID().toString();
        String payload = "{\"config_id\":\"cfg" + validator + "\",\"instance_id\":\"i" + validator
                + "\",\"miner_hotkey\":\"" + MINER + "\"}";
        InboxEvent event = stored("instance_created", "i", payload);
        dispatcher.arrived(event);
        await(() -> !dispatcher.isUnderWay(event.eventKey()));
        assertThat(undelivered()).containsExactly(event.eventKey());

        reserve(deploymentId, null);
        bean(Deployments.class).setConfigId(deploymentId, "cfg" + validator);
        sweep.sweep();
        await(() -> !dispatcher.isUnderWay(event.eventKey()));

        assertThat(undelivered()).isEmpty();
        assertThat(signals("deployment/" + deploymentId)).containsExactly("instanceEvent");
        assertThat(bean(Deployments.class).byInstanceId("i" + validator)).isPresent();
    }

    @Test
    void anInstanceNobodyHoldsIsLeftToTheComparisonInTheEnd() {
        build(Periods.DEFAULTS.dividedBy(1_000_000));
        InboxEvent event = stored("instance_verified", "gone", "{\"instance_id\":\"gone\"}");

        await(() -> {
            sweep.sweep();
            return undelivered().isEmpty();
        });

        assertThat(counted("instance_verified", "parked")).isEqualTo(1);
        assertThat(dispatcher.isUnderWay(event.eventKey())).isFalse();
    }

    @Test
    void anotherMinersInstanceConcernsNobody() {
        arrive("instance_created", "other", "{\"config_id\":\"other\",\"miner_hotkey\":\"5Other\"}");

        assertThat(undelivered()).isEmpty();
        assertThat(counted("instance_created", "noted")).isEqualTo(1);
    }

    @Test
    void aJobIsOfferedBeforeTheFleetIsWokenAndAnnouncedAgainWithoutItsDiskKeepsIt() {
        reserve(UUID.randomUUID().toString(), null);
        arrive("job_created", "j1", job("j1", "\"exclude\":[],\"disk_gb\":40,\"method\":\"train\""));
        arrive("job_created", "j1", job("j1", "\"exclude\":[\"5Other\"]"));

        assertThat(bean(OpenJobs.class).offered(validator)).singleElement().satisfies(job -> {
            assertThat(job.jobId()).isEqualTo("j1" + validator);
            assertThat(job.diskGb()).isEqualTo(40);
            assertThat(job.method()).isEqualTo("train");
            assertThat(job.multiplier()).isEqualTo(2.5);
        });
        assertThat(signals("fleet/" + validator)).containsExactly("wake", "wake");
        assertThat(undelivered()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exclude", "excluded"})
    void aJobThatExcludesUsIsLeftAloneByWhicheverName(String field) {
        reserve(UUID.randomUUID().toString(), null);
        double before = counted("job_created", "noted");
        arrive("job_created", "j2", job("j2", "\"" + field + "\":[\"" + MINER + "\"],\"disk_gb\":40"));

        assertThat(bean(OpenJobs.class).ofValidator(validator))
                .singleElement()
                .satisfies(job -> assertThat(job.tried()).isTrue());
        assertThat(bean(OpenJobs.class).offered(validator)).isEmpty();
        assertThat(counted("job_created", "noted")).isEqualTo(before + 1);
    }

    @Test
    void aJobOfAChuteThatNobodyKnowsBringsItsDefinitionAndOneWithoutGpusIsNotOurs() {
        arrive("job_created", "j3", job("j3", "\"disk_gb\":10"));
        assertThat(signals("chute/" + validator + "/chute" + validator)).containsExactly("changed");

        arrive("job_created", "j4", job("j4", "\"compute_type\":\"cpu\""));
        assertThat(bean(OpenJobs.class).ofValidator(validator)).hasSize(1);
    }

    @Test
    void aDeletedJobEndsTheDeploymentThatRunsItAndIsOfferedNoMore() {
        String deploymentId = UUID.randomUUID().toString();
        arrive("job_created", "j5", job("j5", "\"disk_gb\":10"));
        arrive("job_deleted", "j5", "{\"job_id\":\"j5" + validator + "\"}");
        assertThat(bean(OpenJobs.class).ofValidator(validator)).isEmpty();

        reserve(deploymentId, "j5" + validator);
        arrive("job_deleted", "j5", "{\"job_id\":\"j5" + validator + "\",\"instance_id\":\"i\"}");
        assertThat(signals("deployment/" + deploymentId)).containsExactly("terminate");
        assertThat(undelivered()).isEmpty();
    }

    @Test
    void deploymentsWithoutAWorkflowAreFoundByTheirNumberAndInTheEndByTheirNames() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        RunningDeployments running = running(Periods.DEFAULTS, now::get);
        Set<String> rows = new TreeSet<>(bean(Deployments.class).ids());
        for (int n = 0; n < 10; n++) {
            String deploymentId = UUID.randomUUID().toString();
            reserve(deploymentId, null);
            rows.add(deploymentId);
        }
        String lost = new TreeSet<>(rows).first();

        assertThat(running.ensureRunning(rows)).isEmpty();
        await(() -> runningDeployments() >= rows.size());
        terminate(lost);
        await(() -> runningDeployments() == rows.size() - 1);
        assertThat(running.ensureRunning(rows)).isEmpty();
        await(() -> runningDeployments() == rows.size());

        String stranger = UUID.randomUUID().toString();
        var unused = WorkflowClient.start(
                client.newWorkflowStub(DeploymentWorkflow.class, DeploymentStart.again(order(stranger)))::deploy,
                order(stranger));
        terminate(lost);
        await(() -> runningDeployments() == rows.size());
        running.ensureRunning(rows);
        assertThat(isRunning(lost)).as("one without a row hides it for a while").isFalse();
        now.updateAndGet(before -> before.plus(Periods.DEFAULTS.reconcile().multipliedBy(5)));
        running.ensureRunning(rows);
        assertThat(isRunning(lost)).isTrue();
    }

    private RunningDeployments running(Periods periods, InstantSource clock) {
        return new RunningDeployments(client, bean(Plans.class), bean(Deployments.class), periods, clock);
    }

    private static long runningDeployments() {
        return client.countWorkflows("WorkflowType = 'DeploymentWorkflow' AND ExecutionStatus = 'Running'")
                .getCount();
    }

    private static void terminate(String deploymentId) {
        client.newUntypedWorkflowStub(WorkflowIds.deployment(deploymentId)).terminate("lost");
    }

    private static boolean isRunning(String deploymentId) {
        return client.newUntypedWorkflowStub(WorkflowIds.deployment(deploymentId))
                        .describe()
                        .getStatus()
                == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }

    private String job(String name, String more) {
        return "{\"job_id\":\"" + name + validator + "\",\"chute_id\":\"chute" + validator
                + "\",\"gpu_count\":1,\"compute_multiplier\":2.5," + more + "}";
    }

    private void arrive(String reason, String subject, String payload) {
        InboxEvent event = stored(reason, subject, payload);
        dispatcher.arrived(event);
        await(() -> !dispatcher.isUnderWay(event.eventKey()));
    }

    private InboxEvent stored(String reason, String subject, String payload) {
        InboxEvent event = new InboxEvent(
                UUID.randomUUID().toString(), validator, reason, subject, payload, Instant.now(), null, 0, null);
        assertThat(bean(Inbox.class).put(event)).isTrue();
        return event;
    }

    private List<String> undelivered() {
        return bean(Inbox.class).undelivered(Instant.now().plusSeconds(60), 1_000).stream()
                .filter(event -> event.validator().equals(validator))
                .map(InboxEvent::eventKey)
                .toList();
    }

    private double counted(String reason, String outcome) {
        return meters.counter("rigger.events", "reason", reason, "outcome", outcome)
                .count();
    }

    private static List<String> signals(String workflowId) {
        try {
            return client.fetchHistory(workflowId).getHistory().getEventsList().stream()
                    .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
                    .map(event ->
                            event.getWorkflowExecutionSignaledEventAttributes().getSignalName())
                    .toList();
        } catch (WorkflowNotFoundException nobody) {
            return List.of();
        }
    }

    private void reserve(String deploymentId, @Nullable String jobId) {
        Instant now = Instant.now();
        String chute = "chute" + validator;
        String server = "server" + validator;
        String gpu = "gpu" + deploymentId;
        bean(Servers.class)
                .save(new Server(
                        server, validator, server, null, null, null, "Ready", now, Map.of(), null, 0, 1, 1, 1.0, false,
                        null, false, "READY", 0, null));
        bean(Gpus.class).save(new Gpu(gpu, validator, server, null, Map.of(), "h200", true));
        bean(Chutes.class)
                .save(new Chute(
                        chute,
                        validator,
                        "chute",
                        "image",
                        "",
                        "app.py",
                        "app:chute",
                        "v1",
                        List.of("h200"),
                        1,
                        now,
                        now,
                        null,
                        null,
                        true,
                        false,
                        false,
                        true,
                        Map.of(),
                        false));
        DeploymentOrder order = order(deploymentId);
        bean(Plans.class)
                .store(
                        new StoredPlan(deploymentId, validator, now, new byte[0], new byte[0], "one"),
                        List.of(new PlannedLaunch(
                                deploymentId, 0, deploymentId, chute, server, List.of(gpu), json(order), "OPEN", now)));
        assertThat(bean(Reservations.class)
                        .reserve(
                                new Deployment(
                                        deploymentId,
                                        null,
                                        validator,
                                        null,
                                        null,
                                        chute,
                                        server,
                                        "v1",
                                        false,
                                        null,
                                        null,
                                        true,
                                        jobId,
                                        null,
                                        now,
                                        true,
                                        "RESERVED",
                                        null,
                                        deploymentId,
                                        "SCALE_UP",
                                        null),
                                List.of(gpu)))
                .isEqualTo(Reservations.Result.RESERVED);
    }

    private DeploymentOrder order(String deploymentId) {
        return new DeploymentOrder(
                deploymentId,
                deploymentId,
                validator,
                "chute" + validator,
                "chute",
                "v1",
                "server" + validator,
                "server" + validator,
                List.of("gpu" + deploymentId),
                Cause.SCALE_UP,
                null,
                List.of(),
                DeploymentTimings.DEFAULTS);
    }

    private static String json(DeploymentOrder order) {
        try {
            return JacksonJsonPayloadConverter.newDefaultObjectMapper().writeValueAsString(order);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static <T> T bean(Class<T> type) {
        return context.getBean(type);
    }
}
