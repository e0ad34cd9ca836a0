package dev.rigger.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns environment variables into settings, with every default in this one place. The reference miner's variables keep
 * their names and meanings, so that an operator's values carry over; ours stand beside them.
 *
 * <p>Every method throws {@link SettingsProblem} when a value is missing or breaks its rule.
 */
public final class SettingsLoader {
    private static final Pattern SEED = Pattern.compile("(0x)?[0-9a-fA-F]{64}");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern NODE_NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+.*");
    private static final Pattern SIMULATED = Pattern.compile("([1-9]|1[0-6])x[a-z0-9_]+");
    private static final String MOUNTED = "/var/run/secrets/kubernetes.io/serviceaccount/";
    private static final int MEBIBYTE = 1024 * 1024;
    private static final String DEFAULT_DATABASE = "postgresql+asyncpg://user:password@127.0.0.1:5432/chutes";

    private final Environment env;

    private SettingsLoader(Map<String, String> environment) {
        this.env = new Environment(environment);
    }

    /** For {@code run}, {@code worker} and {@code web}. */
    public static Settings controlPlane(Map<String, String> environment) {
        SettingsLoader loader = new SettingsLoader(environment);
        Settings settings = new Settings(
                loader.miner(),
                loader.validators(),
                loader.database(),
                new RedisSettings(loader.env.url("REDIS_URL", "redis://127.0.0.1:6379/0", Set.of("redis", "rediss"))),
                loader.temporal(),
                loader.kubernetes(),
                loader.serviceAccount(),
                loader.cache(),
                loader.bootstrap(),
                loader.attestation(),
                loader.web(),
                loader.monitor(),
                loader.periods(),
                loader.encryptionKeys());
        loader.env.check();
        return settings;
    }

    /** For {@code graval-worker}: neither seed nor database nor encryption key is read. */
    public static GravalWorkerSettings gravalWorker(Map<String, String> environment) {
        SettingsLoader loader = new SettingsLoader(environment);
        GravalWorkerSettings settings = new GravalWorkerSettings(
                loader.address(), loader.validators().supported(), loader.temporal(), loader.gpuHost());
        loader.env.check();
        return settings;
    }

    /** For {@code agent}. It signs for the miner, so it has the seed; no database and no encryption key is read. */
    public static AgentSettings agent(Map<String, String> environment) {
        SettingsLoader loader = new SettingsLoader(environment);
        Environment env = loader.env;
        String cluster = env.required("CLUSTER_NAME", "set it to the name under which the server was added");
        if (!cluster.isEmpty() && !NODE_NAME.matcher(cluster).matches()) {
            env.wrong("CLUSTER_NAME", "it must be a server's name: lower-case letters, digits, hyphens and dots");
        }
        AgentSettings settings = new AgentSettings(
                loader.miner(),
                cluster,
                loader.watchedNamespaces(),
                Duration.ofSeconds(env.whole("HEARTBEAT_INTERVAL", 30, 1, 3_600)),
                Duration.ofSeconds(env.whole("CONTROL_PLANE_TIMEOUT", 30, 1, 600)),
                Path.of(env.text("CONTROL_PLANE_URL_FILE", "/app/state/control_plane_url")),
                env.text("RIGGER_BIND_HOST", "0.0.0.0"),
                env.integer("PORT", 8000, 0, 65_535),
                env.get("KUBERNETES_SERVICE_HOST").isPresent() ? null : env.file("KUBECONFIG"));
        env.check();
        return settings;
    }

    private List<String> watchedNamespaces() {
        String rule = "it must be a JSON list of Kubernetes namespaces, such as [\"chutes\"]";
        try {
            List<String> namespaces = new ArrayList<>();
            for (JsonNode namespace : new ObjectMapper().readTree(env.text("WATCH_NAMESPACES", "[\"chutes\"]"))) {
                namespaces.add(namespace.asText());
            }
            if (!namespaces.isEmpty()
                    && namespaces.stream()
                            .allMatch(name -> DNS_LABEL.matcher(name).matches())) {
                return namespaces;
            }
        } catch (JsonProcessingException notJson) {
            // Told below, with the same sentence as a list of something else.
        }
        env.wrong("WATCH_NAMESPACES", rule);
        return List.of();
    }

    private MonitorSettings monitor() {
        MonitorSettings defaults = MonitorSettings.DEFAULTS;
        return new MonitorSettings(
                env.get("MONITOR_API").isPresent()
                        ? env.url("MONITOR_API", "http://127.0.0.1", Set.of("http", "https"))
                        : null,
                Duration.ofSeconds(
                        env.whole("HEARTBEAT_INTERVAL", defaults.look().toSeconds(), 1, 3_600)),
                defaults.offline(),
                Duration.ofSeconds(env.whole(
                        "RECONCILIATION_INTERVAL_SECONDS", defaults.reconcile().toSeconds(), 1, 3_600)),
                Duration.ofSeconds(env.whole(
                        "REINITIATE_INTERVAL_SECONDS", defaults.askAgain().toSeconds(), 1, 86_400)));
    }

    private String address() {
        String ss58 = env.required("MINER_SS58", "set it to your hotkey's address (SS58, format 42)");
        if (!ss58.isEmpty() && !Addresses.valid(ss58)) {
            env.wrong("MINER_SS58", "it must be a hotkey's address (SS58, format 42) with a right checksum");
            return "";
        }
        return ss58;
    }

    private MinerSettings miner() {
        String ss58 = address();
        String seed = env.required("MINER_SEED", "set it to your hotkey's seed (32 bytes in hex, 0x may lead)");
        if (!seed.isEmpty() && !SEED.matcher(seed).matches()) {
            env.wrong("MINER_SEED", "it must be 32 bytes in hex, 64 digits, 0x may lead");
        } else if (!seed.isEmpty() && !ss58.isEmpty() && !Addresses.belongs(seed, ss58)) {
            env.wrong("MINER_SEED", "it must be the seed of MINER_SS58=" + ss58 + ", and belongs to another address");
        }
        return new MinerSettings(ss58, new Secret(seed));
    }

    private ValidatorSettings validators() {
        String json = env.required("VALIDATORS", ValidatorList.RULE);
        List<ValidatorEndpoint> supported = List.of();
        if (!json.isEmpty()) {
            supported = ValidatorList.parse(json).orElseGet(() -> {
                env.wrong("VALIDATORS", ValidatorList.RULE);
                return List.of();
            });
        }
        ValidatorCalls calls = ValidatorCalls.DEFAULTS
                .limitedTo(
                        env.integer("VALIDATOR_REQUESTS_PER_SECOND", 100, 1, 10_000),
                        env.integer("VALIDATOR_BURST", 200, 1, 10_000))
                .dividedBy(timeFactor());
        return new ValidatorSettings(supported, calls, profile());
    }

    private ProtocolProfile profile() {
        return ProtocolProfile.named(env.text("VALIDATOR_PROFILE", ProtocolProfile.DEFAULT))
                .orElseGet(() -> {
                    env.wrong("VALIDATOR_PROFILE", "it must be one of " + String.join(", ", ProtocolProfile.names()));
                    return ProtocolProfile.byDefault();
                });
    }

    private DatabaseSettings database() {
        int poolSize = env.integer("POSTGRESQL_POOL_SIZE", 10, 2, 200);
        PostgresUrl url = PostgresUrl.parse(env.text("POSTGRESQL", DEFAULT_DATABASE))
                .orElseGet(() -> {
                    env.wrong("POSTGRESQL", PostgresUrl.RULE);
                    return new PostgresUrl("", "", "");
                });
        return new DatabaseSettings(url.jdbcUrl(), url.user(), new Secret(url.password()), poolSize);
    }

    private TemporalSettings temporal() {
        String address = env.text("TEMPORAL_ADDRESS", "127.0.0.1:7233");
        if (!HostAndPort.valid(address)) {
            env.wrong("TEMPORAL_ADDRESS", "it must read host:port");
        }
        var apiKey = env.secret("TEMPORAL_API_KEY");
        var certificate = env.file("TEMPORAL_TLS_CLIENT_CERT_PATH");
        var key = env.file("TEMPORAL_TLS_CLIENT_KEY_PATH");
        var serverCa = env.file("TEMPORAL_TLS_SERVER_CA_CERT_PATH");
        if (env.get("TEMPORAL_TLS_CLIENT_CERT_PATH").isPresent()
                != env.get("TEMPORAL_TLS_CLIENT_KEY_PATH").isPresent()) {
            env.wrong(
                    "TEMPORAL_TLS_CLIENT_CERT_PATH",
                    "it goes together with TEMPORAL_TLS_CLIENT_KEY_PATH, set both or none");
        }
        boolean tls = env.flag("TEMPORAL_TLS", apiKey != null || certificate != null || serverCa != null);
        return new TemporalSettings(
                address,
                env.text("TEMPORAL_NAMESPACE", "rigger"),
                apiKey,
                tls,
                serverCa,
                certificate,
                key,
                env.get("TEMPORAL_WORKER_BUILD_ID").orElse(null));
    }

    private KubernetesSettings kubernetes() {
        String namespace = env.text("CHUTES_NAMESPACE", "chutes");
        if (!DNS_LABEL.matcher(namespace).matches()) {
            env.wrong("CHUTES_NAMESPACE", "it must be a Kubernetes namespace: lower-case letters, digits and hyphens");
        }
        boolean inCluster = env.get("KUBERNETES_SERVICE_HOST").isPresent();
        return new KubernetesSettings(
                inCluster ? null : env.file("KUBECONFIG"),
                namespace,
                Duration.ofSeconds(env.whole("CHUTE_SHUTDOWN_TIME_SECONDS", 180, 0, 86_400)),
                env.text("NVIDIA_RUNTIME", "nvidia"),
                env.integer("REGISTRY_PROXY_PORT", 30_500, 1, 65_535),
                mtlsRegistryMinVersion(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                env.integer("KUBERNETES_CALLS_IN_FLIGHT", 4, 1, 64),
                Duration.ofMillis(200));
    }

    private ServiceAccount serviceAccount() {
        return new ServiceAccount(
                Path.of(env.text("SERVICE_ACCOUNT_TOKEN_PATH", MOUNTED + "token")),
                Path.of(env.text("SERVICE_ACCOUNT_CA_PATH", MOUNTED + "ca.crt")));
    }

    /** Empty has a meaning here: no direct pulls. */
    private String mtlsRegistryMinVersion() {
        String version = env.textOrNone("MTLS_REGISTRY_MIN_VERSION", "1.4.0");
        if (!version.isEmpty() && !VERSION.matcher(version).matches()) {
            env.wrong("MTLS_REGISTRY_MIN_VERSION", "it must be a version such as 1.4.0, or empty for no direct pulls");
        }
        return version;
    }

    private CacheSettings cache() {
        return new CacheSettings(
                Duration.ofDays(env.whole("CACHE_MAX_AGE_DAYS", 7, 0, 3650)),
                env.whole("CACHE_MAX_SIZE_GB", 500, 0, 1_000_000),
                CacheOverrides.read(env),
                Periods.shorter(Duration.ofHours(env.whole("CACHE_CLEANUP_EVERY_HOURS", 6, 1, 168)), timeFactor()),
                env.text("CACHE_CLEANER_IMAGE", "parachutes/cache-cleaner:latest"));
    }

    private BootstrapSettings bootstrap() {
        String repository = "parachutes/graval-bootstrap-opencl:0.2.6-";
        return new BootstrapSettings(
                env.textOrNone("GRAVAL_BOOTSTRAP_IMAGE", repository + "cuda"),
                env.textOrNone("GRAVAL_BOOTSTRAP_IMAGE_ROCM", repository + "rocm"),
                Duration.ofSeconds(env.whole("GRAVAL_BOOTSTRAP_TIMEOUT", 900, 1, 86_400)));
    }

    private AttestationSettings attestation() {
        AttestationSettings defaults = AttestationSettings.DEFAULTS;
        return new AttestationSettings(
                env.integer("ATTESTATION_PORT", defaults.port(), 1, 65_535),
                Duration.ofSeconds(env.whole(
                        "ATTESTATION_TIMEOUT_SECONDS", defaults.patience().toSeconds(), 1, 120)));
    }

    private WebSettings web() {
        return new WebSettings(
                env.text("RIGGER_BIND_HOST", "0.0.0.0"), env.integer("PORT", 8000, 0, 65_535), MEBIBYTE, 8 * MEBIBYTE);
    }

    private Periods periods() {
        ProtocolProfile profile = ProtocolProfile.named(env.text("VALIDATOR_PROFILE", ProtocolProfile.DEFAULT))
                .orElseGet(ProtocolProfile::byDefault);
        return Periods.DEFAULTS.of(profile).dividedBy(timeFactor());
    }

    /** For rehearsals: every period, age and back-off is divided by it. */
    private double timeFactor() {
        return env.factor("RIGGER_TIME_FACTOR", 1, 1, 10_000);
    }

    private @org.jspecify.annotations.Nullable Secret encryptionKeys() {
        var ring = env.get("RIGGER_ENCRYPTION_KEYS");
        if (ring.isPresent() && !KeyRing.valid(ring.get())) {
            env.wrong(
                    "RIGGER_ENCRYPTION_KEYS",
                    "it must read id:base64 of 32 bytes, comma-separated, no id twice; the first writes");
        }
        return ring.map(Secret::new).orElse(null);
    }

    private GpuHostSettings gpuHost() {
        String server = env.required("SERVER_NAME", "set it to this host's node name in Kubernetes");
        if (!server.isEmpty() && !NODE_NAME.matcher(server).matches()) {
            env.wrong("SERVER_NAME", "it must be a Kubernetes node name: lower-case letters, digits, hyphens and dots");
        }
        String bindHost = env.text("VERIFICATION_BIND_HOST", "0.0.0.0");
        String simulated = env.text("SIMULATED_GPUS", "");
        if (!simulated.isEmpty() && !SIMULATED.matcher(simulated).matches()) {
            env.wrong("SIMULATED_GPUS", "it must read <count>x<short ref> with a count from 1 to 16, such as 8xh200");
        }
        return new GpuHostSettings(
                server,
                bindHost,
                env.required("VERIFICATION_HOST", "set it to the address at which the validator reaches this host"),
                env.integer("VERIFICATION_PORT", 8000, 0, 65_535),
                simulated);
    }
}
