package dev.rigger.web;

import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.devnet.local.LocalRedis;
import dev.rigger.devnet.local.LocalTemporal;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Progress;
import dev.rigger.inventory.Servers;
import dev.rigger.placement.search.BidPricePlanner;
import dev.rigger.placement.stored.StoredForm;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.Periods;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.RedisSettings;
import dev.rigger.settings.Secret;
import dev.rigger.settings.ServiceAccount;
import dev.rigger.settings.TemporalSettings;
import dev.rigger.settings.ValidatorCalls;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.settings.WebSettings;
import dev.rigger.temporal.TemporalConnection;
import dev.rigger.workflows.TaskQueues;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One web process with everything around it, for all tests of this module; it ends with the JVM. */
final class RunningWeb {
    static final String SEED = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    static final int MAX_BODY_BYTES = 20_000;
    static final int MAX_PUSH_BYTES = 1_000_000;
    static final String OWN_CLUSTERS_TOKEN = "planted-own-cluster-token";

    private static final class Holder {
        static final RunningWeb INSTANCE = new RunningWeb();
    }

    final Hotkey miner = Hotkey.fromSeed(SEED);
    final SecretKeys keys = SecretKeys.derivedFrom(SEED);
    final LocalRedis redis = LocalRedis.startTemporary();
    final LocalTemporal temporal = LocalTemporal.startTemporary();
    final WorkflowClient workflows;
    final ApplicationContext context;
    final URI uri;
    final Fleet fleet;

    private RunningWeb() {
        LocalPostgres postgres = LocalPostgres.startTemporary();
        TemporalConnection connection = TemporalConnection.open(
                new TemporalSettings(temporal.address(), LocalTemporal.NAMESPACE, null, false, null, null, null, null),
                keys,
                null,
                "web-test");
        workflows = connection.client();
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .singletons(
                        new MinerSettings(miner.ss58(), new Secret(SEED)),
                        new ValidatorSettings(List.of(), ValidatorCalls.DEFAULTS, ProtocolProfile.byDefault()),
                        new RedisSettings(redis.uri()),
                        new WebSettings("127.0.0.1", 0, MAX_BODY_BYTES, MAX_PUSH_BYTES),
                        Periods.DEFAULTS,
                        kubernetes(),
                        new ServiceAccount(Path.of("/none"), Path.of("/none")),
                        keys,
                        Clock.systemUTC(),
                        new BidPricePlanner(),
                        new StoredForm(),
                        workflows)
                .properties(Map.ofEntries(
                        Map.entry("rigger.role.web", true),
                        Map.entry("micronaut.server.port", -1),
                        Map.entry("micronaut.server.host", "127.0.0.1"),
                        Map.entry("datasources.default.url", postgres.jdbcUrl()),
                        Map.entry("datasources.default.username", LocalPostgres.USER),
                        Map.entry("datasources.default.password", LocalPostgres.PASSWORD),
                        Map.entry("datasources.default.driver-class-name", "org.postgresql.Driver"),
                        Map.entry("flyway.datasources.default.enabled", true)))
                .start();
        startWorker();
        uri = context.getBean(EmbeddedServer.class).start().getURI();
        fleet = new Fleet(context, keys);
    }

    static RunningWeb get() {
        return Holder.INSTANCE;
    }

    SignedCalls signed() {
        return new SignedCalls(uri, miner);
    }

    /** The other side of this process's workflow calls: small workflows that keep the contracts. */
    private void startWorker() {
        WorkerFactory factory = WorkerFactory.newInstance(workflows);
        Worker worker = factory.newWorker(TaskQueues.CONTROL_PLANE);
        worker.registerWorkflowImplementationTypes(
                SmallWorkflows.Onboarding.class,
                SmallWorkflows.ServerOwner.class,
                SmallWorkflows.DeploymentOwner.class);
        worker.registerActivitiesImplementations(
                new SmallWorkflows.Records(context.getBean(Progress.class), context.getBean(Servers.class)));
        factory.start();
    }

    private static KubernetesSettings kubernetes() {
        try {
            Path kubeconfig = Files.createTempFile("kubeconfig", ".yaml");
            kubeconfig.toFile().deleteOnExit();
            Files.writeString(kubeconfig, """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: home, cluster: {server: "https://198.51.100.1:6443"}}]
                    users: [{name: home, user: {token: %s}}]
                    contexts: [{name: home, context: {cluster: home, user: home, namespace: elsewhere}}]
                    current-context: home
                    """.formatted(OWN_CLUSTERS_TOKEN));
            return new KubernetesSettings(
                    kubeconfig,
                    "chutes",
                    Duration.ofSeconds(180),
                    "nvidia",
                    30500,
                    "1.4.0",
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    4,
                    Duration.ofMillis(200));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
