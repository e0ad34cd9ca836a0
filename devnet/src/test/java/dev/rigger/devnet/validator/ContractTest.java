package dev.rigger.devnet.validator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.rigger.devnet.cluster.programs.JobPorts;
import dev.rigger.devnet.validator.MinerSide.Answer;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.platform.ChuteJob;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Incident;
import dev.rigger.devnet.validator.platform.rules.ProtocolProfile;
import dev.rigger.devnet.validator.wire.WireJson;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A miner, its pods, a user and an auditor live through a day over real sockets; every call that the platform serves is made,
 * what is sent and what is answered has the recorded shape, field by field.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractTest {
    private static final Map<String, String> USER = Map.of("Authorization", "Bearer cpk_devnet");

    private final Contract contract = Contract.recorded("calls.json");
    private final DevnetClock clock = DevnetClock.over(Clock.systemUTC());
    private DevnetValidator validator;
    private MinerSide miner;
    private ProvingHost host;
    private HttpServer podServer;
    private String chute;
    private String instance = "";

    @BeforeAll
    void start() throws IOException {
        validator = DevnetValidator.builder()
                .clock(clock)
                .withoutGpuProofs()
                .profile(ProtocolProfile.P26B)
                .start();
        miner = new MinerSide(validator, "11".repeat(32));
        host = new ProvingHost(4, "aa");
        chute = create(ChuteOrder.of("embedder", 1, 140, "h200").wanting(2));
        podServer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        podServer.createContext("/run", exchange -> {
            try (exchange) {
                boolean signed = exchange.getRequestHeaders().containsKey("X-Chutes-Signature")
                        && validator.ss58().equals(exchange.getRequestHeaders().getFirst("X-Chutes-Validator"));
                byte[] body = "{\"echo\":true}".getBytes(UTF_8);
                exchange.sendResponseHeaders(signed ? 200 : 401, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        podServer.start();
    }

    @AfterAll
    void stop() {
        podServer.stop(0);
        host.close();
        validator.close();
    }

    @Test
    @Order(1)
    void gpusAreAnnouncedAndVerified() {
        String announcement = host.announcement("server-1");
        contract.request("POST /nodes/", announcement);
        JsonNode accepted = contract.answer("POST /nodes/", 202, miner.postSigned("/nodes/", announcement))
                .json();

        String task = accepted.path("task_id").asText();
        contract.answer(
                "GET /nodes/verification_status",
                200,
                miner.get("/nodes/verification_status?task_id=" + task, "graval"));
        contract.lines("GET /miner/nodes/", miner.get("/miner/nodes/", "miner"));
        contract.answer("GET /nodes/", 200, anybody("/nodes/"));
        contract.answer("GET /nodes/supported", 200, anybody("/nodes/supported"));
        Contract.refused(409, miner.postSigned("/nodes/", announcement));
        Contract.refused(401, miner.get("/nodes/verification_status?task_id=5Other::1", "graval"));
        contract.answer("DELETE /nodes/{uuid}", 200, miner.delete("/nodes/" + uuid(3), "nodes"));
        Contract.refused(404, miner.delete("/nodes/" + uuid(3), "nodes"));
    }

    @Test
    @Order(2)
    void chutesAndImagesAreListed() {
        JsonNode listed = contract.lines("GET /miner/chutes/", miner.get("/miner/chutes/", "miner"))
                .getFirst();
        String path = "/miner/chutes/" + chute + "/" + listed.path("version").asText();
        contract.answer("GET /miner/chutes/{chute_id}/{version}", 200, miner.get(path, "miner"));
        Contract.refused(404, miner.get("/miner/chutes/" + chute + "/gone", "miner"));
        contract.lines("GET /miner/images/", miner.get("/miner/images/", "miner"));
        contract.answer("GET /chutes/{chute_id}", 200, anybody("/chutes/embedder"));
        contract.text("GET /chutes/code/{chute_id}", anybody("/chutes/code/" + chute));
        contract.answer("GET /chutes/utilization", 200, anybody("/chutes/utilization"));
        contract.answer("GET /ping", 200, anybody("/ping"));
    }

    @Test
    @Order(3)
    void withoutACopyAUsersCallMakesABounty() {
        Contract.refused(401, anybody("POST", "/chutes/" + chute + "/run"));
        Contract.refused(503, miner.send("POST", "/chutes/" + chute + "/run", USER, "{}"));
        contract.answer("GET /bounties/", 200, anybody("/bounties/"));
        assertThat(anybody("/bounties/").json().path(0).path("chute_id").asText())
                .isEqualTo(chute);
    }

    @Test
    @Order(4)
    void aLaunchGoesFromItsTokenToItsActivation() {
        JsonNode granted = contract.answer(
                        "GET /instances/launch_config",
                        200,
                        miner.get("/instances/launch_config?chute_id=" + chute, "launch"))
                .json();
        PodSide pod = new PodSide(miner, validator, granted);
        contract.text("GET /instances/launch_config/{config_id}/nonce", pod.nonce());
        String token = granted.path("token").asText();
        assertThat(logsOf(token)).contains("data: Waiting for instance to be created...");

        Answer claimed = pod.claim(podServer.getAddress().getPort(), List.of(uuid(0)));
        contract.request("POST /instances/launch_config/{config_id}/graval", pod.lastBody());
        contract.answer("POST /instances/launch_config/{config_id}/graval", 200, claimed);
        Answer proven = pod.prove(claimed.json());
        contract.request("PUT /instances/launch_config/{config_id}/graval", pod.lastBody());
        contract.answer("PUT /instances/launch_config/{config_id}/graval", 200, proven);
        instance = proven.json().path("instance_id").asText();
        contract.answer("GET /instances/launch_config/{config_id}/activate", 200, pod.activate());
        Contract.refused(403, miner.pod("GET", "/miner/instance_logs", token, ""));
        Contract.refused(400, miner.pod("GET", "/miner/instance_logs?cursor=yesterday", token, ""));
        Contract.refused(401, miner.pod("GET", "/miner/instance_logs", "no.token.atall", ""));
    }

    @Test
    @Order(5)
    void theSameCallsGoByTheirOlderAddresses() {
        JsonNode granted = miner.token(chute);
        PodSide pod = new PodSide(miner, validator, granted).older();
        Answer claimed = pod.claim(31_700, List.of(uuid(1)));
        contract.answer("POST /instances/launch_config/{config_id}", 200, claimed);
        contract.answer("PUT /instances/launch_config/{config_id}", 200, pod.prove(claimed.json()));
        String second = miner.get("/miner/instances/", "miner")
                .items()
                .getLast()
                .path("instance_id")
                .asText();
        assertThat(pod.activate().status()).isEqualTo(200);
        contract.answer(
                "POST /instances/{chute_id}/{instance_id}/disable",
                200,
                miner.post("/instances/" + chute + "/" + second + "/disable", "instances"));
        contract.answer(
                "DELETE /instances/{chute_id}/{instance_id}",
                200,
                miner.delete("/instances/" + chute + "/" + second, "instances"));
        Contract.refused(404, miner.delete("/instances/" + chute + "/" + second, "instances"));
    }

    @Test
    @Order(6)
    void aUsersCallReachesTheCopyByIdAndByHost() throws IOException {
        contract.answer(
                "POST /chutes/{chute_id}/{path}", 200, miner.send("POST", "/chutes/" + chute + "/run", USER, "{}"));
        assertThat(raw("POST /run HTTP/1.1\r\nHost: acme-embedder.devnet.test\r\nAuthorization: Bearer cpk_devnet\r\n"
                        + "Content-Length: 2\r\nConnection: close\r\n\r\n{}"))
                .contains("200 OK")
                .endsWith("{\"echo\":true}");
        assertThat(raw("POST /run HTTP/1.1\r\nHost: llm.devnet.test\r\nAuthorization: Bearer cpk_devnet\r\n"
                        + "Content-Length: 20\r\nConnection: close\r\n\r\n{\"model\":\"embedder\"}"))
                .contains("200 OK");
        Contract.refused(404, miner.send("POST", "/chutes/" + chute + "/other", USER, "{}"));
        assertThat(validator.invocations().asked(chute, Duration.ofHours(1)).completed())
                .isEqualTo(3);
        contract.text("GET /invocations/exports/recent", anybody("/invocations/exports/recent?limit=2"));
        assertThat(anybody("/invocations/exports/recent?hotkey=" + miner.hotkey.ss58())
                        .text()
                        .lines())
                .hasSize(4);
    }

    @Test
    @Order(7)
    void instancesAndFiguresAreTold() {
        contract.lines("GET /miner/instances/", miner.get("/miner/instances/?explicit_null=True", "miner"));
        contract.answer("GET /miner/active_instances/", 200, miner.get("/miner/active_instances/", "miner"));
        contract.answer("GET /miner/inventory", 200, miner.get("/miner/inventory", "miner"));
        contract.lines("GET /miner/metrics/", anybody("/miner/metrics/"));
        contract.answer("GET /miner/stats", 200, anybody("/miner/stats?per_chute=true"));
        contract.answer("GET /miner/scores", 200, anybody("/miner/scores"));
        contract.answer("GET /miner/metagraph", 200, anybody("/miner/metagraph"));
        contract.answer("GET /miner/thrash_cooldowns", 200, miner.get("/miner/thrash_cooldowns", "miner"));
        contract.answer(
                "GET /miner/unique_chute_history/{hotkey}",
                200,
                anybody("/miner/unique_chute_history/" + miner.hotkey.ss58()));
        Contract.refused(404, anybody("/miner/unique_chute_history/5Nobody"));
        contract.text("GET /instances/reconciliation_csv", anybody("/instances/reconciliation_csv"));
        contract.text("GET /instances/compute_history_csv", anybody("/instances/compute_history_csv"));
        contract.answer("GET /instances/token_check", 200, anybody("/instances/token_check?salt=a"));
        Map<String, String> proxied = new HashMap<>(miner.signed("registry"));
        proxied.put("X-Registry-Proxy-Auth", "devnet-registry-proxy");
        contract.answer("GET /registry/auth", 200, miner.send("GET", "/registry/auth", proxied, ""));
        Contract.refused(403, miner.get("/registry/auth", "registry"));
        Contract.refused(401, miner.get("/registry/auth", "miner"));
    }

    @Test
    @Order(8)
    void aNewVersionIsARollingUpdate() {
        validator.platform().chutes().update(chute, ChuteOrder.of("embedder", 1, 140, "h200"));
        Answer updates = contract.answer("GET /chutes/rolling_updates", 200, anybody("/chutes/rolling_updates"));
        assertThat(updates.json()
                        .path(0)
                        .path("permitted")
                        .path(miner.hotkey.ss58())
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    @Order(9)
    void aJobIsRacedForClaimedReportedAndDone() throws IOException {
        String trainer = create(ChuteOrder.of("trainer", 1, 140, "h200")
                .with(order ->
                        order.jobs = List.of(new ChuteJob("train", List.of(new ChuteJob.Port("http", 9000, "tcp"))))));
        String path = "/jobs/" + trainer + "/train";
        Contract.refused(404, miner.send("POST", "/jobs/" + trainer + "/paint", USER, "{}"));
        Contract.refused(400, miner.send("POST", path, USER, "{\"_disk_gb\":5000}"));
        String job = contract.answer(
                        "POST /jobs/{chute_id}/{method}", 200, miner.send("POST", path, USER, "{\"_disk_gb\":20}"))
                .json()
                .path("job_id")
                .asText();
        contract.lines("GET /miner/jobs/", miner.get("/miner/jobs/", "miner"));

        String wish = "/instances/launch_config?chute_id=" + trainer + "&job_id=" + job;
        JsonNode granted = miner.get(wish, "launch").json();
        Contract.refused(403, miner.get(wish, "launch"));
        PodSide pod = new PodSide(miner, validator, granted);
        int outer = podServer.getAddress().getPort() == 31_950 ? 31_951 : 31_950;
        Answer claimed = pod.claim(31_900, List.of(uuid(1)), "tcp", 9000, outer);
        Answer proven;
        try (JobPorts ports = JobPorts.open(
                "127.0.0.1",
                WireJson.MAPPER.readTree(pod.lastBody()).path("port_mappings"),
                claimed.json().path("symmetric_key").path("ciphertext").asText())) {
            proven = pod.prove(claimed.json());
        }
        contract.answer("PUT /instances/launch_config/{config_id}/graval", 200, proven);
        pod.activate();
        contract.answer("GET /jobs/{job_id}", 200, miner.send("GET", "/jobs/" + job, USER, ""));

        String address = proven.json().path("job_status_url").asText();
        String report = "{\"status\":\"complete\",\"result\":{\"loss\":0.1},\"detail\":null,"
                + "\"output_filenames\":[\"weights.bin\"]}";
        contract.request("POST /jobs/{job_id}", report);
        JsonNode reported = contract.answer("POST /jobs/{job_id}", 200, anybody("POST", address, report))
                .json();
        String upload = reported.path("output_storage_urls").path("weights.bin").asText();
        contract.answer("PUT /jobs/{job_id}/upload", 200, upload(upload, "weights"));
        Contract.refused(401, anybody("POST", address + "x", report));
        JsonNode done = contract.answer("PUT /jobs/{job_id}", 200, anybody("PUT", address, "{\"status\":\"done\"}"))
                .json();
        assertThat(done.path("status").asText()).isEqualTo("complete");
        assertThat(validator.platform().instances().of(miner.hotkey.ss58())).noneMatch(one -> job.equals(one.jobId()));
    }

    @Test
    @Order(10)
    void aJobIsGivenBackAndCancelled() {
        String trainer = validator
                .platform()
                .chutes()
                .byIdOrName("trainer")
                .orElseThrow()
                .chuteId();
        String job = miner.send("POST", "/jobs/" + trainer + "/train", USER, "")
                .json()
                .path("job_id")
                .asText();
        Contract.refused(404, miner.delete("/miner/jobs/" + job, "miner"));
        PodSide pod = new PodSide(
                miner,
                validator,
                miner.get("/instances/launch_config?chute_id=" + trainer + "&job_id=" + job, "launch")
                        .json());
        assertThat(pod.claim(31_901, List.of(uuid(1)), "tcp", 9000, 31_951).status())
                .isEqualTo(200);
        contract.answer("DELETE /miner/jobs/{job_id}", 200, miner.delete("/miner/jobs/" + job, "miner"));
        assertThat(validator.platform().jobs().byId(job).orElseThrow().waiting())
                .isTrue();
        contract.answer("DELETE /jobs/{job_id}", 200, miner.send("DELETE", "/jobs/" + job, USER, ""));
    }

    @Test
    @Order(11)
    void confidentialServersAreRegisteredAndMaintained() {
        String registration = confidential("tee-1", "127.0.0.9", "bb");
        contract.request("POST /servers/", registration);
        contract.answer("POST /servers/", 201, miner.postSigned("/servers/", registration));
        Contract.refused(409, miner.postSigned("/servers/", confidential("tee-2", "127.0.0.9", "cc")));
        contract.answer("GET /miner/servers/", 200, miner.get("/miner/servers/", "miner"));
        contract.answer("GET /servers/{name_or_id}", 200, miner.get("/servers/tee-1", "tee"));
        contract.answer(
                "PATCH /servers/{name_or_id}",
                200,
                miner.send("PATCH", "/servers/tee-1?server_name=new-name", miner.signed("tee"), ""));
        contract.answer("GET /servers/nonce", 200, anybody("/servers/nonce?miner_hotkey=" + miner.hotkey.ss58()));
        contract.answer("GET /servers/tee/measurements", 200, anybody("/servers/tee/measurements"));

        Contract.refused(409, miner.send("PUT", "/servers/tee-1/maintenance", miner.signed("tee"), ""));
        validator.platform().maintenance().open("1.5.0", Duration.ofHours(2), 1);
        contract.answer("GET /servers/maintenance/policy", 200, miner.get("/servers/maintenance/policy", "tee"));
        Answer ready = contract.answer(
                "GET /servers/{name_or_id}/maintenance/preflight",
                200,
                miner.get("/servers/new-name/maintenance/preflight", "tee"));
        assertThat(ready.json().path("eligible").asBoolean()).isTrue();
        contract.answer(
                "PUT /servers/{name_or_id}/maintenance",
                200,
                miner.send("PUT", "/servers/tee-1/maintenance", miner.signed("tee"), ""));
        contract.answer("GET /servers/{name_or_id}/maintenance", 200, miner.get("/servers/tee-1/maintenance", "tee"));
        contract.answer(
                "GET /servers/{name_or_id}/maintenance/preflight",
                200,
                miner.get("/servers/tee-1/maintenance/preflight", "tee"));
        validator.platform().maintenance().finish("tee-1", "1.5.0");
    }

    @Test
    @Order(12)
    void aConfidentialLaunchProvesItsMachine() {
        String secret = create(ChuteOrder.of("secret", 1, 140, "h200").with(order -> order.tee = true));
        JsonNode granted = miner.token(secret);
        for (String address : List.of("attest", "tee")) {
            Answer nonce = contract.answer("GET /instances/nonce", 200, anybody("/instances/nonce"));
            PodSide pod = new PodSide(miner, validator, granted);
            Answer claimed =
                    pod.claimFromMachine(address, nonce.json().asText(), "127.0.0.9", 31_800, List.of(uuid("bb", 0)));
            contract.answer("POST /instances/launch_config/{config_id}/" + address, 200, claimed);
            contract.answer("PUT /instances/launch_config/{config_id}/tee", 200, pod.proveMachine());
            if (address.equals("attest")) {
                validator.platform().instances().of(miner.hotkey.ss58()).stream()
                        .filter(one -> one.chuteId().equals(secret))
                        .forEach(one -> validator.platform().instances().kill(one.instanceId()));
                granted = miner.token(secret);
            }
        }
        Contract.refused(
                403,
                new PodSide(miner, validator, miner.token(secret))
                        .claimFromMachine("tee", "made up", "127.0.0.9", 31_801, List.of(uuid("bb", 1))));
        contract.answer("DELETE /servers/{name_or_id}", 200, miner.delete("/servers/tee-1", "tee"));
    }

    @Test
    @Order(13)
    void reportsAndExportsAreKept() {
        Instant begun = clock.instant().truncatedTo(ChronoUnit.HOURS);
        String report =
                "{\"miner_hotkey\":\"" + miner.hotkey.ss58() + "\",\"start_time\":\"2026-08-05T16:00:00+00:00\","
                        + "\"end_time\":\"2026-08-05T17:00:00+00:00\",\"prometheus_message\":\"\",\"prometheus_metrics\":[],"
                        + "\"deployment_audit\":[]}";
        contract.request("POST /audit/miner_data", report);
        Map<String, String> headers = new HashMap<>(miner.signedBody(report));
        Contract.refused(400, miner.send("POST", "/audit/miner_data", headers, report));
        headers.put("X-Chutes-Block", "4711");
        contract.answer("POST /audit/miner_data", 200, miner.send("POST", "/audit/miner_data", headers, report));
        String path = "audit/miner/" + miner.hotkey.ss58() + "/4711.json";
        assertThat(anybody("/audit/download?path=" + path).text()).isEqualTo(report);

        validator.clockwork().advance(Duration.ofHours(1));
        contract.answer("GET /audit/", 200, anybody("/audit/"));
        JsonNode own = anybody("/audit/")
                .json()
                .valueStream()
                .filter(entry -> entry.path("hotkey").asText().equals(validator.ss58()))
                .findFirst()
                .orElseThrow();
        contract.answer(
                "GET /audit/download",
                200,
                anybody("/audit/download?path=" + own.path("path").asText()));
        OffsetDateTime hour = begun.atOffset(ZoneOffset.UTC);
        String day = "/invocations/exports/" + hour.getYear() + "/" + hour.getMonthValue() + "/" + hour.getDayOfMonth()
                + "/" + hour.getHour();
        contract.text("GET /invocations/exports/{year}/{month}/{day}/{file}", anybody(day + ".csv"));
        assertThat(anybody(day + "-jobs.csv").text().lines()).hasSize(3);
        assertThat(anybody(day + "-reports.csv").status()).isEqualTo(200);
        Contract.refused(404, anybody("/invocations/exports/2024/1/1/3.csv"));
        Contract.refused(404, anybody("/invocations/exports/2126/1/1/3.csv"));
        Contract.refused(400, anybody("/invocations/exports/2026/1/1/three.csv"));
    }

    @Test
    @Order(14)
    void whoeverIsBlacklistedIsRefusedWhereverItWouldGrow() {
        validator.platform().blacklist(miner.hotkey.ss58(), "rehearsal");
        Contract.refused(403, miner.get("/instances/launch_config?chute_id=" + chute, "launch"));
        Contract.refused(403, miner.postSigned("/nodes/", host.announcement("server-9")));
        Contract.refused(403, miner.postSigned("/servers/", confidential("tee-9", "127.0.0.8", "dd")));
        assertThat(anybody("/miner/scores").json().path("final_scores").has(miner.hotkey.ss58()))
                .isFalse();
        validator.platform().forgive(miner.hotkey.ss58());
    }

    /** Purposes of signed calls; a body's hash is signed where none is named. */
    private static final Map<String, String> SIGNED = Map.ofEntries(
            Map.entry("GET /miner/chutes/", "miner"),
            Map.entry("GET /miner/images/", "miner"),
            Map.entry("GET /miner/nodes/", "miner"),
            Map.entry("GET /miner/instances/", "miner"),
            Map.entry("GET /miner/jobs/", "miner"),
            Map.entry("GET /miner/servers/", "miner"),
            Map.entry("GET /miner/inventory", "miner"),
            Map.entry("GET /miner/active_instances/", "miner"),
            Map.entry("GET /miner/thrash_cooldowns", "miner"),
            Map.entry("GET /miner/chutes/a/b", "miner"),
            Map.entry("DELETE /miner/jobs/a", "miner"),
            Map.entry("GET /instances/launch_config?chute_id=a", "launch"),
            Map.entry("DELETE /instances/a/b", "instances"),
            Map.entry("POST /instances/a/b/disable", "instances"),
            Map.entry("DELETE /nodes/a", "nodes"),
            Map.entry("GET /nodes/verification_status?task_id=a", "graval"),
            Map.entry("GET /servers/a", "tee"),
            Map.entry("DELETE /servers/a", "tee"),
            Map.entry("PATCH /servers/a?server_name=b", "tee"),
            Map.entry("GET /servers/maintenance/policy", "tee"),
            Map.entry("GET /servers/a/maintenance", "tee"),
            Map.entry("GET /servers/a/maintenance/preflight", "tee"),
            Map.entry("PUT /servers/a/maintenance", "tee"),
            Map.entry("GET /registry/auth", "registry"),
            Map.entry("POST /nodes/", ""),
            Map.entry("POST /servers/", ""),
            Map.entry("POST /audit/miner_data", ""));

    @Test
    @Order(15)
    void whatMustBeSignedIsRefusedUnsignedAndSignedForAnythingElse() {
        MinerSide stranger = new MinerSide(validator.api(), "77".repeat(32));
        SIGNED.forEach((call, purpose) -> {
            String method = call.substring(0, call.indexOf(' '));
            String path = call.substring(call.indexOf(' ') + 1);
            String body = purpose.isEmpty() ? "{}" : "";
            Contract.refused(401, miner.send(method, path, Map.of(), body));
            Contract.refused(401, miner.send(method, path, miner.signed("another"), body));
            Map<String, String> right = purpose.isEmpty() ? stranger.signedBody(body) : stranger.signed(purpose);
            assertThat(miner.send(method, path, right, body)
                            .json()
                            .path("detail")
                            .asText())
                    .as(call)
                    .isEqualTo("Hotkey is not registered on netuid 64");
        });
    }

    @Test
    @Order(16)
    void everyServedCallWasMadeAndEveryRecordedOneIsServed() {
        Set<String> served = new TreeSet<>();
        validator.routes().stream()
                .filter(route -> !route.contains(" /devnet"))
                .filter(route -> !route.equals("GET /miner/instance_logs"))
                .forEach(served::add);

        assertThat(contract.recorded()).isEqualTo(served);
        assertThat(contract.met()).isEqualTo(served);
    }

    @Test
    @Order(17)
    void noInvariantWasBrokenInAllThat() {
        assertThat(validator.platform().incidents()).extracting(Incident::kind).isEmpty();
        assertThat(instance).isNotEmpty();
    }

    private String create(ChuteOrder order) {
        return validator.platform().chutes().create(order).chuteId();
    }

    private Answer anybody(String path) {
        return miner.plain("GET", path, "");
    }

    private Answer anybody(String method, String path) {
        return miner.plain(method, path, "");
    }

    private Answer anybody(String method, String path, String body) {
        return miner.plain(method, path, body);
    }

    private Answer upload(String address, String content) {
        String body = "--b\r\nContent-Disposition: form-data; name=\"path\"\r\n\r\nweights.bin\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"weights.bin\"\r\n\r\n" + content
                + "\r\n--b--\r\n";
        return miner.send("PUT", address, Map.of("Content-Type", "multipart/form-data; boundary=b"), body);
    }

    /** The first line of a stream that would go on. */
    private String logsOf(String token) {
        try (Socket socket =
                new Socket(validator.api().getHost(), validator.api().getPort())) {
            socket.getOutputStream()
                    .write(("GET /miner/instance_logs HTTP/1.1\r\nHost: devnet\r\nAuthorization: " + token + "\r\n\r\n")
                            .getBytes(UTF_8));
            StringBuilder text = new StringBuilder();
            while (!text.toString().contains("data: ")) {
                text.append((char) socket.getInputStream().read());
            }
            while (text.charAt(text.length() - 1) != '\n') {
                text.append((char) socket.getInputStream().read());
            }
            return text.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(validator.api().getHost(), validator.api().getPort())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private String confidential(String serverId, String address, String prefix) {
        return host.announcement(serverId)
                .replaceFirst(
                        "\"server_id\":\"[^\"]*\",\"server_name\":\"[^\"]*\",\"nodes\"",
                        "\"host\":\"" + address + "\",\"id\":\"" + serverId + "\",\"name\":\"" + serverId
                                + "-name\",\"gpus\"")
                .replace("\"uuid\":\"aa", "\"uuid\":\"" + prefix)
                .replaceAll("\"verification_host\":\"[^\"]*\"", "\"verification_host\":\"" + address + "\"")
                .replaceAll("\"verification_port\":\\d+", "\"verification_port\":30443");
    }

    private static String uuid(int index) {
        return uuid("aa", index);
    }

    private static String uuid(String prefix, int index) {
        return ProvingHost.uuid(prefix, index);
    }
}
