package dev.rigger.activities.validator.api;

import static dev.rigger.activities.validator.api.PublicRecords.Export.JOBS;
import static dev.rigger.activities.validator.api.PublicRecords.Window.PAST_HOUR;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.settings.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/** Every endpoint that a miner calls: where it is, what it answers, and the method that reads it. */
enum Shape {
    CHUTES("/miner/chutes/", 200, c -> c.lists().chutes()),
    IMAGES("/miner/images/", 200, c -> c.lists().images()),
    NODES("/miner/nodes/", 200, c -> c.lists().nodes()),
    INSTANCES("/miner/instances/", 200, c -> c.lists().instances()),
    NO_INSTANCES("/miner/instances/", 200, c -> c.lists().instances()),
    JOBS_LIST("/miner/jobs/", "jobs", 200, c -> c.lists().jobs()),
    METRICS("/miner/metrics/", 200, c -> c.lists().metrics()),
    SERVERS("/miner/servers/", 200, c -> c.lists().servers()),
    INVENTORY("/miner/inventory", 200, c -> c.lists().inventory()),
    ACTIVE_INSTANCES("/miner/active_instances/", 200, c -> c.lists().activeInstances()),
    UTILIZATION("/chutes/utilization", 200, c -> c.lists().utilisation()),
    ROLLING_UPDATES("/chutes/rolling_updates", 200, c -> c.lists().rollingUpdates()),
    BOUNTIES("/bounties/", 200, c -> c.lists().bounties()),
    CHUTE("/miner/chutes/" + Shape.CHUTE_ID + "/5f0c1a2b", 200, c -> c.lists().chute(Shape.CHUTE_ID, "5f0c1a2b")),
    LAUNCH_CONFIG(
            "/instances/launch_config",
            200,
            c -> c.launches().launchConfig(new LaunchWish("c", "job-1", "s"), Duration.ofSeconds(5))),
    INSTANCE_DELETED("/instances/c/i", 200, c -> c.launches().deleteInstance("c", "i")),
    INSTANCE_DISABLED("/instances/c/i/disable", 200, c -> c.launches().disableInstance("c", "i")),
    JOB_RELEASED("/miner/jobs/job-1", 200, c -> c.launches().releaseJob("job-1")),
    INSTANCE_LOGS("/miner/instance_logs", 200, c -> c.launches().startupLogs(new Secret("t"), "", line -> {})),
    NODES_ANNOUNCED("/nodes/", 202, c -> c.nodes().announce("{}".getBytes(UTF_8))),
    VERIFICATION_STATUS("/nodes/verification_status", 200, c -> c.nodes().verificationStatus("hk::t")),
    SUPPORTED("/nodes/supported", 200, c -> c.nodes().supported()),
    NODE_COUNTS("/nodes/", 200, c -> c.nodes().counts()),
    NODE_DELETED("/nodes/g", 200, c -> c.nodes().delete("g")),
    SERVER_REGISTERED("/servers/", 201, c -> c.servers().register("{}".getBytes(UTF_8))),
    SERVER_DELETED("/servers/srv-1", 200, c -> c.servers().delete("srv-1")),
    SERVER_RENAMED("/servers/srv-1", 200, c -> c.servers().rename("srv-1", "gpu-b")),
    SERVER_DETAILS("/servers/srv-1", 200, c -> c.servers().details("srv-1")),
    MAINTENANCE_POLICY("/servers/maintenance/policy", 200, c -> c.servers().maintenancePolicy()),
    MAINTENANCE_PREFLIGHT(
            "/servers/srv-1/maintenance/preflight", 200, c -> c.servers().maintenancePreflight("srv-1")),
    MAINTENANCE_STATUS("/servers/srv-1/maintenance", 200, c -> c.servers().maintenanceStatus("srv-1")),
    MAINTENANCE_BEGUN("/servers/srv-1/maintenance", 200, c -> c.servers().beginMaintenance("srv-1")),
    MEASUREMENTS("/servers/tee/measurements", 200, c -> c.servers().measurements()),
    SCORES("/miner/scores", 200, c -> c.records().scores()),
    STATS("/miner/stats", 200, c -> c.records().work(Shape.HOTKEY, PAST_HOUR)),
    UNIQUE_CHUTES("/miner/unique_chute_history/hk", 200, c -> c.records().uniqueChutes("hk")),
    METAGRAPH("/miner/metagraph", 200, c -> c.records().metagraph()),
    THRASH_COOLDOWNS("/miner/thrash_cooldowns", 200, c -> c.records().thrashCooldowns()),
    PUBLIC_CHUTE("/chutes/acme", 200, c -> c.records().publicChute("acme")),
    CODE("/chutes/code/c", 200, c -> c.records().code("c")),
    AUDIT("/audit/", 200, c -> c.records().auditEntries()),
    AUDIT_FILE("/audit/download", "csv", 200, c -> c.records().auditFile("a/b", OutputStream.nullOutputStream())),
    RECONCILIATION(
            "/instances/reconciliation_csv",
            "csv",
            200,
            c -> c.records().reconciliation(OutputStream.nullOutputStream())),
    COMPUTE_HISTORY(
            "/instances/compute_history_csv",
            "csv",
            200,
            c -> c.records().computeHistory(OutputStream.nullOutputStream())),
    EXPORT(
            "/invocations/exports/2026/6/1/7-jobs.csv",
            "csv",
            200,
            c -> c.records().hour(Instant.parse("2026-06-01T07:30:00Z"), JOBS, OutputStream.nullOutputStream())),
    RECENT(
            "/invocations/exports/recent",
            "csv",
            200,
            c -> c.records().recentInvocations("hk", 10, OutputStream.nullOutputStream())),
    AUDIT_ACCEPTED("/audit/miner_data", 200, c -> c.records().uploadAudit("{}".getBytes(UTF_8), 7)),
    TOKEN_CHECK("/instances/token_check", 200, c -> c.records().tokenCheck("salt")),
    PING("/ping", 200, ValidatorClient::answers);

    static final String CHUTE_ID = "0b8c7f2e-5f5e-5a4e-9a3f-1f7d4f2f9a10";
    static final String HOTKEY = "5CShbTqxKUgKZBRDu1VGVpivm3m415stz86A5GBdoV7wrU1d";

    final String path;
    final int status;
    private final String fixture;
    private final Function<ValidatorClient, Object> call;

    Shape(String path, int status, Function<ValidatorClient, Object> call) {
        this(path, "", status, call);
    }

    Shape(String path, String fixture, int status, Function<ValidatorClient, Object> call) {
        this.path = path;
        this.fixture = fixture;
        this.status = status;
        this.call = call;
    }

    Object ask(ValidatorClient client) {
        return call.apply(client);
    }

    byte[] recorded() {
        String file = (fixture.isEmpty() ? name().toLowerCase(Locale.ROOT).replace('_', '-') : fixture) + ".txt";
        try (InputStream in = Shape.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
