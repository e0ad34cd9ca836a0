package dev.rigger.activities;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.devnet.cluster.SimulatedClusterBuilder;
import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Progress;
import dev.rigger.inventory.StoredProgress;
import dev.rigger.settings.BootstrapSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.Periods;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.Secret;
import dev.rigger.settings.ValidatorCalls;
import dev.rigger.settings.ValidatorEndpoint;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.cache.CacheJobActivities;
import dev.rigger.workflows.fleet.FleetSignals;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.onboarding.NodeActivities;
import dev.rigger.workflows.onboarding.OnboardingOutcome;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.onboarding.OnboardingWorkflow;
import dev.rigger.workflows.onboarding.OnboardingWorkflowImpl;
import dev.rigger.workflows.onboarding.ScheduleActivities;
import dev.rigger.workflows.onboarding.ServerRecordActivities;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities;
import dev.rigger.workflows.progress.ProgressActivities;
import dev.rigger.workflows.proof.AttestationActivities;
import dev.rigger.workflows.proof.BootstrapActivities;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micronaut.context.ApplicationContext;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * An onboarding with every activity in earnest but schedules and the coordinator's wake: a real inventory, a simulated
 * cluster behind its API, a devnet validator, and whatever else is asked over HTTP.
 */
final class WholeOnboarding implements AutoCloseable {
    static final Hotkey MINER = Hotkey.fromSeed("11".repeat(32));
    private static final OnboardingRequest.Timings TIMINGS = new OnboardingRequest.Timings(
            Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(1));

    final SimulatedCluster cluster;
    final KubernetesClient kubectl;
    final ApplicationContext beans;
    final Set<String> schedules = ConcurrentHashMap.newKeySet();
    private final LocalPostgres postgres = LocalPostgres.startTemporary();
    private final TestWorkflowEnvironment temporal;
    private final DevnetValidator validator;
    private final Path kubeconfig;

    /** @param more what the process is told besides, and beans that take others' places */
    WholeOnboarding(DevnetValidator validator, UnaryOperator<SimulatedClusterBuilder> nodes, Object... more)
            throws IOException {
        this.validator = validator;
        cluster = nodes.apply(SimulatedCluster.builder()).start(0);
        kubectl = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
        kubeconfig = Files.writeString(Files.createTempFile("kubeconfig", ".yaml"), cluster.kubeconfig());
        beans = context(more);
        TestEnvironmentOptions.Builder options =
                TestEnvironmentOptions.newBuilder().setUseTimeskipping(false);
        for (String name : List.of("ServerName", "Phase", "Reason")) {
            options.registerSearchAttribute(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        }
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        Worker worker = temporal.newWorker(TaskQueues.CONTROL_PLANE);
        worker.registerWorkflowImplementationTypes(OnboardingWorkflowImpl.class);
        for (Class<?> contract : List.of(
                AttestationActivities.class,
                BootstrapActivities.class,
                CacheJobActivities.class,
                NodeActivities.class,
                ProgressActivities.class,
                ServerRecordActivities.class,
                ValidatorNodeActivities.class)) {
            worker.registerActivitiesImplementations(beans.getBean(contract));
        }
        worker.registerActivitiesImplementations(new Schedules(schedules), new Nobody());
        temporal.start();
    }

    private ApplicationContext context(Object... more) {
        Clock clock = Clock.systemUTC();
        SecretKeys keys = SecretKeys.derivedFrom("11".repeat(32));
        return ApplicationContext.builder()
                .properties(postgres.asDataSource("rigger.role.worker", "true"))
                .singletons(
                        clock,
                        keys,
                        new MinerSettings(MINER.ss58(), new Secret("11".repeat(32))),
                        new RequestSigner(MINER, clock),
                        Sample.kubernetes(kubeconfig),
                        Sample.cache(),
                        new BootstrapSettings("graval-bootstrap:1", "", Duration.ofSeconds(30)),
                        Periods.DEFAULTS,
                        new ValidatorSettings(
                                List.of(new ValidatorEndpoint(
                                        validator.ss58(), "registry.test", validator.api(), validator.socketUri())),
                                ValidatorCalls.DEFAULTS.within(Duration.ofSeconds(30)),
                                ProtocolProfile.byDefault()))
                .singletons(more)
                .start();
    }

    void label(String node, Map<String, String> labels) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        labels.forEach((name, value) -> patch.withObject("/metadata/labels").put(name, value));
        kubectl.nodes().withName(node).patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
    }

    OnboardingOutcome onboard(String node, String gpuShortRef) {
        OnboardingWorkflow onboarding = temporal.getWorkflowClient()
                .newWorkflowStub(
                        OnboardingWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(TaskQueues.CONTROL_PLANE)
                                .setWorkflowId(WorkflowIds.onboarding(node))
                                .build());
        var run = WorkflowClient.start(
                onboarding::onboard,
                new OnboardingRequest(
                        node,
                        validator.ss58(),
                        2.5,
                        gpuShortRef,
                        null,
                        TIMINGS,
                        validator.api().toString()));
        OnboardingOutcome outcome = WorkflowStub.fromTyped(onboarding).getResult(OnboardingOutcome.class);
        stream = WorkflowIds.onboarding(node) + " " + run.getRunId();
        return outcome;
    }

    private String stream = "";

    /** What the last one told. */
    List<String> story() {
        return beans.getBean(Progress.class).of(stream, 0).stream()
                .map(StoredProgress::message)
                .toList();
    }

    @Override
    public void close() {
        temporal.close();
        beans.close();
        postgres.close();
        kubectl.close();
        cluster.close();
        try {
            Files.delete(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Schedules(Set<String> there) implements ScheduleActivities {
        @Override
        public void scheduleCacheCleanup(String serverName) {
            there.add("cache/" + serverName);
        }

        @Override
        public void unscheduleCacheCleanup(String serverName) {
            there.remove("cache/" + serverName);
        }

        @Override
        public void scheduleProofs(String serverName) {
            there.add("proof/" + serverName);
        }

        @Override
        public void unscheduleProofs(String serverName) {
            there.remove("proof/" + serverName);
        }
    }

    /** A coordinator that does not run. */
    private static final class Nobody implements FleetSignals {
        @Override
        public void wake(String ofValidator, FleetWake wake) {
            // Nothing waits to be woken.
        }
    }
}
