package dev.rigger.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
    private static final String SS58 = "5CShbTqxKUgKZBRDu1VGVpivm3m415stz86A5GBdoV7wrU1d";
    private static final String SEED = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    private static final String VALIDATORS = "{\"defaultApi\":\"ignored\",\"supported\":[{\"hotkey\":\"" + SS58
            + "\",\"registry\":\"registry.example\",\"api\":\"https://api.example\",\"socket\":\"wss://ws.example\"}]}";

    @TempDir
    Path folder;

    @Test
    void whatIsNotSaidTakesTheReferencesDefaults() {
        Settings settings = load(Map.of());

        assertThat(settings.database().jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:5432/chutes");
        assertThat(settings.database().user()).isEqualTo("user");
        assertThat(settings.database().password().reveal()).isEqualTo("password");
        assertThat(settings.redis().url()).isEqualTo(URI.create("redis://127.0.0.1:6379/0"));
        assertThat(settings.temporal())
                .isEqualTo(new TemporalSettings("127.0.0.1:7233", "rigger", null, false, null, null, null, null));
        assertThat(settings.kubernetes().kubeconfig()).isNull();
        assertThat(settings.kubernetes().namespace()).isEqualTo("chutes");
        assertThat(settings.kubernetes().shutdownTime()).isEqualTo(Duration.ofSeconds(180));
        assertThat(settings.kubernetes().nvidiaRuntime()).isEqualTo("nvidia");
        assertThat(settings.kubernetes().registryProxyPort()).isEqualTo(30500);
        assertThat(settings.kubernetes().mtlsRegistryMinVersion()).isEqualTo("1.4.0");
        assertThat(settings.kubernetes().callsInFlight()).isEqualTo(4);
        assertThat(settings.cache().maxAge()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.cache().maxSizeGib("any")).isEqualTo(500);
        assertThat(settings.attestation()).isEqualTo(AttestationSettings.DEFAULTS);
        assertThat(settings.bootstrap())
                .isEqualTo(new BootstrapSettings(
                        "parachutes/graval-bootstrap-opencl:0.2.6-cuda",
                        "parachutes/graval-bootstrap-opencl:0.2.6-rocm",
                        Duration.ofSeconds(900)));
        assertThat(settings.web().port()).isEqualTo(8000);
        assertThat(settings.monitor()).isEqualTo(MonitorSettings.DEFAULTS);
        assertThat(settings.periods()).isEqualTo(Periods.DEFAULTS);
        assertThat(settings.validators().calls()).isEqualTo(ValidatorCalls.DEFAULTS);
        assertThat(settings.validators().profile()).isEqualTo(ProtocolProfile.byDefault());
        assertThat(settings.encryptionKeys()).isNull();
    }

    @Test
    void theMonitorsKeysArriveInTheirPlaces() {
        assertThat(load(Map.of(
                                "MONITOR_API", "http://203.0.113.1:32001",
                                "HEARTBEAT_INTERVAL", "20",
                                "RECONCILIATION_INTERVAL_SECONDS", "50",
                                "REINITIATE_INTERVAL_SECONDS", "90"))
                        .monitor())
                .isEqualTo(new MonitorSettings(
                        URI.create("http://203.0.113.1:32001"),
                        Duration.ofSeconds(20),
                        Duration.ofHours(1),
                        Duration.ofSeconds(50),
                        Duration.ofSeconds(90)));
    }

    @Test
    void anAgentIsToldItsClusterAndTakesTheReferencesDefaults() {
        Map<String, String> least =
                new HashMap<>(Map.of("MINER_SS58", SS58, "MINER_SEED", SEED, "CLUSTER_NAME", "tee-h200-0"));

        AgentSettings agent = SettingsLoader.agent(least);

        assertThat(agent.clusterName()).isEqualTo("tee-h200-0");
        assertThat(agent.namespaces()).containsExactly("chutes");
        assertThat(agent.heartbeat()).isEqualTo(Duration.ofSeconds(30));
        assertThat(agent.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(agent.urlFile()).isEqualTo(Path.of("/app/state/control_plane_url"));
        assertThat(agent.port()).isEqualTo(8000);
        least.put("WATCH_NAMESPACES", "[\"chutes\",\"default\"]");
        assertThat(SettingsLoader.agent(least).namespaces()).containsExactly("chutes", "default");
        least.put("WATCH_NAMESPACES", "chutes");
        least.remove("CLUSTER_NAME");
        assertThat(catchThrowableOfType(SettingsProblem.class, () -> SettingsLoader.agent(least))
                        .sentences())
                .hasSize(2)
                .anyMatch(sentence -> sentence.startsWith("CLUSTER_NAME is missing"))
                .anyMatch(sentence -> sentence.startsWith("WATCH_NAMESPACES=chutes is wrong"));
    }

    @Test
    void everyKeyArrivesInItsPlace() throws Exception {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), "x");
        Path ca = Files.writeString(folder.resolve("ca"), "x");
        Path certificate = Files.writeString(folder.resolve("cert"), "x");
        Path key = Files.writeString(folder.resolve("key"), "x");
        String ring = "k2:" + "A".repeat(43) + "=,k1:" + "B".repeat(43) + "=";

        Settings settings = load(Map.ofEntries(
                Map.entry("POSTGRESQL", "postgresql+asyncpg://m%40iner:p%3Aw%2F+1@db.example:5433/fleet?ssl=require"),
                Map.entry("POSTGRESQL_POOL_SIZE", "7"),
                Map.entry("REDIS_URL", "rediss://:secret@cache.example:6380/3"),
                Map.entry("TEMPORAL_ADDRESS", "temporal.example:443"),
                Map.entry("TEMPORAL_NAMESPACE", "mine.abc"),
                Map.entry("TEMPORAL_API_KEY", "key-of-the-cloud"),
                Map.entry("TEMPORAL_TLS_SERVER_CA_CERT_PATH", ca.toString()),
                Map.entry("TEMPORAL_TLS_CLIENT_CERT_PATH", certificate.toString()),
                Map.entry("TEMPORAL_TLS_CLIENT_KEY_PATH", key.toString()),
                Map.entry("TEMPORAL_WORKER_BUILD_ID", "build-9"),
                Map.entry("KUBECONFIG", kubeconfig.toString()),
                Map.entry("CHUTES_NAMESPACE", "gpu"),
                Map.entry("CHUTE_SHUTDOWN_TIME_SECONDS", "30"),
                Map.entry("NVIDIA_RUNTIME", "nvidia-container-runtime"),
                Map.entry("REGISTRY_PROXY_PORT", "30501"),
                Map.entry("MTLS_REGISTRY_MIN_VERSION", ""),
                Map.entry("KUBERNETES_CALLS_IN_FLIGHT", "9"),
                Map.entry("CACHE_MAX_AGE_DAYS", "30"),
                Map.entry("CACHE_MAX_SIZE_GB", "900"),
                Map.entry("CACHE_OVERRIDES", "{\"gpu-07\":800,\"gpu-08\":\"100\"}"),
                Map.entry("CACHE_CLEANUP_EVERY_HOURS", "12"),
                Map.entry("CACHE_CLEANER_IMAGE", "cleaner:1"),
                Map.entry("GRAVAL_BOOTSTRAP_IMAGE", "mine/graval:1"),
                Map.entry("GRAVAL_BOOTSTRAP_IMAGE_ROCM", ""),
                Map.entry("GRAVAL_BOOTSTRAP_TIMEOUT", "60"),
                Map.entry("ATTESTATION_PORT", "30444"),
                Map.entry("ATTESTATION_TIMEOUT_SECONDS", "45"),
                Map.entry("VALIDATOR_REQUESTS_PER_SECOND", "11"),
                Map.entry("VALIDATOR_BURST", "22"),
                Map.entry("VALIDATOR_PROFILE", "P26a"),
                Map.entry("RIGGER_BIND_HOST", "127.0.0.1"),
                Map.entry("PORT", "8123"),
                Map.entry("RIGGER_TIME_FACTOR", "10"),
                Map.entry("RIGGER_ENCRYPTION_KEYS", ring)));

        assertThat(settings.miner().ss58()).isEqualTo(SS58);
        assertThat(settings.miner().seed().reveal()).isEqualTo(SEED);
        assertThat(settings.validators().supported())
                .containsExactly(new ValidatorEndpoint(
                        SS58, "registry.example", URI.create("https://api.example"), URI.create("wss://ws.example")));
        assertThat(settings.validators().calls().requestsPerSecond()).isEqualTo(11);
        assertThat(settings.validators().calls().burst()).isEqualTo(22);
        assertThat(settings.validators().calls().circuitOpen()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.validators().calls().requestTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.validators().profile().name()).isEqualTo("P26a");
        assertThat(settings.periods().activation()).isEqualTo(Duration.ofMinutes(12));
        assertThat(settings.database().jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5433/fleet?sslmode=require");
        assertThat(settings.database().user()).isEqualTo("m@iner");
        assertThat(settings.database().password().reveal()).isEqualTo("p:w/+1");
        assertThat(settings.database().poolSize()).isEqualTo(7);
        assertThat(settings.redis().url().getPort()).isEqualTo(6380);
        assertThat(settings.temporal().address()).isEqualTo("temporal.example:443");
        assertThat(settings.temporal().namespace()).isEqualTo("mine.abc");
        assertThat(settings.temporal().apiKey()).isNotNull();
        assertThat(settings.temporal().tls()).as("an API key means TLS").isTrue();
        assertThat(settings.temporal().serverCa()).isEqualTo(ca);
        assertThat(settings.temporal().clientCertificate()).isEqualTo(certificate);
        assertThat(settings.temporal().clientKey()).isEqualTo(key);
        assertThat(settings.temporal().workerBuildId()).isEqualTo("build-9");
        assertThat(settings.kubernetes().kubeconfig()).isEqualTo(kubeconfig);
        assertThat(settings.kubernetes().namespace()).isEqualTo("gpu");
        assertThat(settings.kubernetes().shutdownTime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.kubernetes().nvidiaRuntime()).isEqualTo("nvidia-container-runtime");
        assertThat(settings.kubernetes().registryProxyPort()).isEqualTo(30501);
        assertThat(settings.kubernetes().mtlsRegistryMinVersion()).isEmpty();
        assertThat(settings.kubernetes().callsInFlight()).isEqualTo(9);
        assertThat(settings.cache().maxAge()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.cache().maxSizeGib("another")).isEqualTo(900);
        assertThat(settings.cache().maxSizeGib("gpu-07")).isEqualTo(800);
        assertThat(settings.cache().maxSizeGib("gpu-08")).isEqualTo(100);
        assertThat(settings.cache().every()).as("divided by the factor").isEqualTo(Duration.ofMinutes(72));
        assertThat(settings.cache().image()).isEqualTo("cleaner:1");
        assertThat(settings.attestation()).isEqualTo(new AttestationSettings(30_444, Duration.ofSeconds(45)));
        assertThat(settings.bootstrap())
                .as("an empty image is none")
                .isEqualTo(new BootstrapSettings("mine/graval:1", "", Duration.ofMinutes(1)));
        assertThat(settings.web().host()).isEqualTo("127.0.0.1");
        assertThat(settings.web().port()).isEqualTo(8123);
        assertThat(settings.periods().reconcile()).isEqualTo(Duration.ofSeconds(6));
        assertThat(settings.periods().leaderLease()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.encryptionKeys()).extracting(Secret::reveal).isEqualTo(ring);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://user:password@127.0.0.1/chutes",
                "postgres://user:password@127.0.0.1:5432/chutes",
                "postgresql+asyncpg://user:password@127.0.0.1:5432/chutes"
            })
    void everyUsualFormOfADatabaseUrlIsUnderstood(String url) {
        assertThat(load(Map.of("POSTGRESQL", url)).database().jdbcUrl())
                .isEqualTo("jdbc:postgresql://127.0.0.1:5432/chutes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MINER_SS58|5Nope|MINER_SS58=5Nope is wrong: it must be a hotkey's address (SS58, format 42)",
                "VALIDATORS|{}|VALIDATORS={} is wrong: it must be JSON such as",
                "VALIDATORS|not json|VALIDATORS=not json is wrong: it must be JSON such as",
                "REDIS_URL|http://x|REDIS_URL=**** is wrong: it must be a URL that starts with redis:// or rediss://",
                "TEMPORAL_ADDRESS|here|TEMPORAL_ADDRESS=here is wrong: it must read host:port",
                "TEMPORAL_TLS|perhaps|TEMPORAL_TLS=perhaps is wrong: it must be true or false",
                "TEMPORAL_TLS_CLIENT_CERT_PATH|/none|TEMPORAL_TLS_CLIENT_CERT_PATH=/none is wrong: it must name a file",
                "KUBECONFIG|/none|KUBECONFIG=/none is wrong: it must name a file that this process can read",
                "CHUTES_NAMESPACE|No_Name|CHUTES_NAMESPACE=No_Name is wrong: it must be a Kubernetes namespace",
                "CHUTE_SHUTDOWN_TIME_SECONDS|-1|CHUTE_SHUTDOWN_TIME_SECONDS=-1 is wrong: it must be a whole number from 0",
                "REGISTRY_PROXY_PORT|70000|REGISTRY_PROXY_PORT=70000 is wrong: it must be a whole number from 1 to 65535",
                "MTLS_REGISTRY_MIN_VERSION|new|MTLS_REGISTRY_MIN_VERSION=new is wrong: it must be a version such as 1.4.0",
                "CACHE_MAX_AGE_DAYS|a week|CACHE_MAX_AGE_DAYS=a week is wrong: it must be a whole number",
                "CACHE_OVERRIDES|[1]|CACHE_OVERRIDES=[1] is wrong: it must be a JSON object of GiB by node name",
                "PORT|web|PORT=web is wrong: it must be a whole number from 0 to 65535",
                "VALIDATOR_PROFILE|P99|VALIDATOR_PROFILE=P99 is wrong: it must be one of P25, P26a, P26b, P26c",
                "RIGGER_TIME_FACTOR|0.5|RIGGER_TIME_FACTOR=0.5 is wrong: it must be a number from 1 to 10000"
            })
    void aWrongValueIsToldInOneSentenceOfKeyValueAndRule(String key, String value, String sentence) {
        SettingsProblem problem = problem(Map.of(key, value));

        assertThat(problem.sentences().getFirst()).startsWith(sentence).endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "MINER_SEED,c0ffee",
        "MINER_SEED,ff02030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
        "POSTGRESQL,mysql://c0ffee:c0ffee@host/db",
        "POSTGRESQL,postgresql://c0 ffee@host/db",
        "REDIS_URL,amqp://:c0ffee@host",
        "RIGGER_ENCRYPTION_KEYS,k1:c0ffee"
    })
    void aWrongSecretIsToldWithoutItsValue(String key, String value) {
        SettingsProblem problem = problem(Map.of(key, value));

        assertThat(problem.sentences()).hasSize(1);
        assertThat(problem).hasMessageStartingWith(key + "=**** is wrong: ").hasMessageNotContaining(value);
        assertThat(problem.getMessage()).doesNotContain("c0ffee");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(catchThrowableOfType(SettingsProblem.class, () -> SettingsLoader.controlPlane(Map.of("PORT", "x")))
                        .sentences())
                .satisfiesExactly(
                        sentence -> assertThat(sentence).startsWith("MINER_SS58 is missing: "),
                        sentence -> assertThat(sentence).startsWith("MINER_SEED is missing: "),
                        sentence -> assertThat(sentence).startsWith("VALIDATORS is missing: "),
                        sentence -> assertThat(sentence).startsWith("PORT=x is wrong: "));
    }

    @Test
    void nothingThatIsPrintedShowsASecret() {
        String printed = load(Map.of(
                        "POSTGRESQL", "postgresql://user:c0ffee@host/db",
                        "REDIS_URL", "redis://:c0ffee@host:6379/0",
                        "TEMPORAL_API_KEY", "c0ffee"))
                .toString();

        assertThat(printed).doesNotContain("c0ffee").doesNotContain(SEED);
    }

    @Test
    void insideAClusterTheKubeconfigIsNotLookedAt() {
        assertThat(load(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBECONFIG", "/none"))
                        .kubernetes()
                        .kubeconfig())
                .isNull();
    }

    @Test
    void aGpuHostNeedsNeitherSeedNorDatabase() {
        GravalWorkerSettings settings = SettingsLoader.gravalWorker(Map.of(
                "MINER_SS58", SS58,
                "VALIDATORS", VALIDATORS,
                "SERVER_NAME", "h200-0",
                "VERIFICATION_HOST", "127.0.1.1",
                "VERIFICATION_PORT", "0",
                "SIMULATED_GPUS", "8xh200"));

        assertThat(settings.minerSs58()).isEqualTo(SS58);
        assertThat(settings.validators()).hasSize(1);
        assertThat(settings.host()).isEqualTo(new GpuHostSettings("h200-0", "0.0.0.0", "127.0.1.1", 0, "8xh200"));
    }

    @Test
    void aGpuHostsWrongValuesAreToldToo() {
        assertThatThrownBy(() -> SettingsLoader.gravalWorker(
                        Map.of("MINER_SS58", SS58, "VALIDATORS", VALIDATORS, "SIMULATED_GPUS", "h200")))
                .hasMessageContaining("SERVER_NAME is missing: ")
                .hasMessageContaining("VERIFICATION_HOST is missing: ")
                .hasMessageContaining("SIMULATED_GPUS=h200 is wrong: ");
    }

    private static Settings load(Map<String, String> over) {
        Map<String, String> environment =
                new HashMap<>(Map.of("MINER_SS58", SS58, "MINER_SEED", SEED, "VALIDATORS", VALIDATORS));
        environment.putAll(over);
        return SettingsLoader.controlPlane(environment);
    }

    private static SettingsProblem problem(Map<String, String> over) {
        return catchThrowableOfType(SettingsProblem.class, () -> load(over));
    }
}
