package dev.rigger.activities.validator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.validator.api.GpuNodes;
import dev.rigger.activities.validator.api.LaunchGrant;
import dev.rigger.activities.validator.api.LaunchWish;
import dev.rigger.activities.validator.api.Launches;
import dev.rigger.activities.validator.api.LogsEnd;
import dev.rigger.activities.validator.api.Maintenance;
import dev.rigger.activities.validator.api.MinerLists;
import dev.rigger.activities.validator.api.NodesAnswer;
import dev.rigger.activities.validator.api.PublicRecords;
import dev.rigger.activities.validator.api.Published;
import dev.rigger.activities.validator.api.Removal;
import dev.rigger.activities.validator.api.ServerAnswer;
import dev.rigger.activities.validator.api.TeeServers;
import dev.rigger.activities.validator.api.ValidatorClient;
import dev.rigger.activities.validator.api.VerificationStatus;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.platform.ChuteJob;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.ClaimDesk;
import dev.rigger.devnet.validator.platform.ClaimRequest;
import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.LaunchConfig.EnvType;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.PortMapping;
import dev.rigger.devnet.validator.platform.ProofRequest;
import dev.rigger.devnet.validator.wire.WireJson;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Every call of the client, made to a validator that lives: what it answers is understood, and what was asked is done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DevnetContractTest {
    private static final Hotkey MINER = Hotkey.fromSeed("11".repeat(32));
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String HOST = "127.0.0.1";

    private final Set<String> asked = new TreeSet<>();
    private DevnetValidator validator;
    private Platform platform;
    private ValidatorClients clients;
    private ValidatorClient client;
    private String chute;

    @BeforeAll
    void start() {
        validator = DevnetValidator.builder()
                .clock(DevnetClock.over(Clock.systemUTC()))
                .registered(MINER.ss58())
                .withoutGpuProofs()
                .start();
        platform = validator.platform();
        clients = new ValidatorClients(
                ValidatorClientTest.settings(validator),
                new RequestSigner(MINER, Clock.systemUTC()),
                Clock.systemUTC());
        client = clients.of(validator.ss58());
        chute = platform.chutes()
                .create(ChuteOrder.of("embedder", 1, 140, "h200").wanting(3))
                .chuteId();
    }

    @AfterAll
    void stop() {
        clients.close();
        validator.close();
    }

    private <T> T ask(String call, Supplier<T> answer) {
        asked.add(call);
        return answer.get();
    }

    private <T> List<T> whole(String call, Supplier<Listing<T>> answer) {
        Listing<T> listing = ask(call, answer);
        assertThat(listing.complete()).as(call + ": " + listing.why()).isTrue();
        return listing.items();
    }

    private static String uuid(String prefix, int index) {
        return prefix + "%030d".formatted(index);
    }

    private static Device device(String prefix, int index, String host, int port) {
        return new Device(
                uuid(prefix, index), "NVIDIA H200", 150_754_820_096L, 132, 1_980_000, 2048, index, "h200", host, port);
    }

    private static List<Device> devices(String prefix, String host, int port) {
        return IntStream.range(0, 3)
                .mapToObj(i -> device(prefix, i, host, port))
                .toList();
    }

    @Test
    @Order(1)
    void gpusAreAnnouncedVerifiedAndWithdrawn() {
        byte[] body = WireJson.bytes(
                Map.of("server_id", "server-1", "server_name", "gpu-a", "nodes", devices("aa", HOST, 8080)));
        NodesAnswer answer = ask("GpuNodes.announce", () -> client.nodes().announce(body));
        assertThat(answer).isInstanceOf(NodesAnswer.Accepted.class);
        assertThat(client.nodes().announce(body)).isInstanceOf(NodesAnswer.AlreadyKnown.class);
        String task = ((NodesAnswer.Accepted) answer).taskId();

        assertThat(ask("GpuNodes.verificationStatus", () -> client.nodes().verificationStatus(task))
                        .state())
                .isEqualTo(VerificationStatus.State.VERIFIED);
        assertThat(ask("GpuNodes.counts", () -> client.nodes().counts()).get("h200"))
                .isEqualTo(new GpuNodes.TypeCount(3, 3));
        assertThat(ask("GpuNodes.supported", () -> client.nodes().supported())).contains("h200");
        assertThat(ask("GpuNodes.delete", () -> client.nodes().delete(uuid("aa", 2))))
                .isEqualTo(Removal.DONE);
        assertThat(whole("MinerLists.nodes", () -> client.lists().nodes())).hasSize(2);
    }

    @Test
    @Order(2)
    void whatThePlatformHasIsListed() {
        assertThat(client.answers()).isTrue();
        String version = whole("MinerLists.chutes", () -> client.lists().chutes())
                .getFirst()
                .version();
        assertThat(ask("MinerLists.chute", () -> client.lists().chute(chute, version)))
                .isPresent();
        assertThat(whole("MinerLists.images", () -> client.lists().images())).hasSize(1);
        assertThat(whole("MinerLists.utilisation", () -> client.lists().utilisation()))
                .hasSize(1);
        platform.bounties().force(chute, 500L);
        assertThat(whole("MinerLists.bounties", () -> client.lists().bounties()))
                .hasSize(1);
        assertThat(whole("MinerLists.metrics", () -> client.lists().metrics())).hasSize(1);
        assertThat(ask("PublicRecords.publicChute", () -> client.records().publicChute("embedder")))
                .isPresent();
        assertThat(ask("PublicRecords.code", () -> client.records().code(chute)))
                .isPresent();
        assertThat(client.records().code("nothing")).isEmpty();
    }

    @Test
    @Order(3)
    void aLaunchGoesToItsActivationItsDrainAndItsEnd() {
        LaunchGrant.Granted granted = granted(new LaunchWish(chute, null, "server-1"));
        List<String> lines = new CopyOnWriteArrayList<>();
        asked.add("Launches.startupLogs");
        CompletableFuture<LogsEnd> logs =
                CompletableFuture.supplyAsync(() -> client.launches().startupLogs(granted.token(), "", lines::add));
        String instance = claim(granted, device("aa", 0, HOST, 8080), 31_000);
        platform.activations().activate(granted.configId(), granted.token().reveal());
        // A stream that begins too late is refused, because the instance is active already.
        assertThat(logs.join()).isInstanceOfAny(LogsEnd.Activated.class, LogsEnd.Paused.class, LogsEnd.NotShown.class);

        assertThat(whole("MinerLists.instances", () -> client.lists().instances()))
                .hasSize(1);
        assertThat(whole("MinerLists.activeInstances", () -> client.lists().activeInstances()))
                .hasSize(1);
        assertThat(whole("MinerLists.inventory", () -> client.lists().inventory()))
                .hasSize(1);
        platform.chutes().update(chute, ChuteOrder.of("embedder", 1, 140, "h200"));
        assertThat(whole("MinerLists.rollingUpdates", () -> client.lists().rollingUpdates()))
                .hasSize(1);
        assertThat(ask("Launches.disableInstance", () -> client.launches().disableInstance(chute, instance)))
                .isTrue();
        assertThat(ask("Launches.deleteInstance", () -> client.launches().deleteInstance(chute, instance)))
                .isEqualTo(Removal.DONE);
        assertThat(platform.instances().all()).isEmpty();
    }

    @Test
    @Order(4)
    void aJobIsSeenTakenAndGivenBack() {
        String trainer = platform.chutes()
                .create(ChuteOrder.of("trainer", 1, 140, "h200")
                        .with(order -> order.jobs = List.of(new ChuteJob("train", List.of()))))
                .chuteId();
        String job = platform.jobs()
                .create("user", trainer, "train", WireJson.MAPPER.createObjectNode())
                .jobId();
        assertThat(whole("MinerLists.jobs", () -> client.lists().jobs())).hasSize(1);
        claim(granted(new LaunchWish(trainer, job, "server-1")), device("aa", 1, HOST, 8080), 31_001);

        assertThat(ask("Launches.releaseJob", () -> client.launches().releaseJob(job)))
                .isEqualTo(Removal.DONE);
        assertThat(client.launches().releaseJob(job)).isEqualTo(Removal.WAS_GONE);
        assertThat(client.launches().launchConfig(new LaunchWish(trainer, job, "server-1"), PATIENCE))
                .isInstanceOf(LaunchGrant.Forbidden.class);
    }

    @Test
    @Order(5)
    void aConfidentialServerIsRegisteredUpgradedAndWithdrawn() {
        byte[] body = WireJson.bytes(
                Map.of("host", "127.0.0.9", "id", "tee-1", "name", "tee-a", "gpus", devices("bb", "127.0.0.9", 30443)));
        assertThat(ask("TeeServers.register", () -> client.servers().register(body)))
                .isInstanceOf(ServerAnswer.Registered.class);
        assertThat(client.servers().register(body)).isInstanceOf(ServerAnswer.AlreadyKnown.class);
        assertThat(whole("MinerLists.servers", () -> client.lists().servers())).isNotEmpty();
        assertThat(ask("TeeServers.rename", () -> client.servers().rename("tee-1", "tee-b")))
                .isTrue();
        assertThat(ask("TeeServers.details", () -> client.servers().details("tee-1"))
                        .orElseThrow()
                        .name())
                .isEqualTo("tee-b");
        assertThat(ask("TeeServers.measurements", () -> client.servers().measurements()))
                .isNotNull();
        platform.maintenance().open("1.5.0", Duration.ofHours(2), 1);
        assertThat(ask("TeeServers.maintenancePolicy", () -> client.servers().maintenancePolicy())
                        .open())
                .isTrue();
        assertThat(ask("TeeServers.maintenancePreflight", () -> client.servers().maintenancePreflight("tee-1"))
                        .orElseThrow())
                .isEqualTo(new Maintenance.Preflight(true, List.of(), List.of(), 0, 1));
        assertThat(ask("TeeServers.beginMaintenance", () -> client.servers().beginMaintenance("tee-1")))
                .isInstanceOf(Maintenance.Begun.Now.class);
        assertThat(ask("TeeServers.maintenanceStatus", () -> client.servers().maintenanceStatus("tee-1")))
                .contains(Maintenance.Status.MAINTENANCE);
        assertThat(ask("TeeServers.delete", () -> client.servers().delete("tee-1")))
                .isEqualTo(Removal.DONE);
    }

    @Test
    @Order(6)
    void whatIsPublishedIsRead() {
        Instant begun = platform.now();
        byte[] report = ("{\"miner_hotkey\":\"" + MINER.ss58() + "\",\"start_time\":\"2026-08-05T16:00:00+00:00\","
                        + "\"end_time\":\"2026-08-05T17:00:00+00:00\",\"prometheus_message\":\"\","
                        + "\"prometheus_metrics\":[],\"deployment_audit\":[]}")
                .getBytes(UTF_8);
        assertThat(ask("PublicRecords.uploadAudit", () -> client.records().uploadAudit(report, 4711)))
                .isInstanceOf(Published.Upload.Accepted.class);
        String path = whole("PublicRecords.auditEntries", () -> client.records().auditEntries())
                .getFirst()
                .path();
        assertThat(saved("PublicRecords.auditFile", to -> client.records().auditFile(path, to)))
                .isEqualTo(new String(report, UTF_8));
        assertThat(ask("PublicRecords.scores", () -> client.records().scores()).finals())
                .isNotNull();
        assertThat(ask("PublicRecords.work", () -> client.records().work(MINER.ss58(), PublicRecords.Window.PAST_DAY)))
                .isNotNull();
        assertThat(whole("PublicRecords.uniqueChutes", () -> client.records().uniqueChutes(MINER.ss58())))
                .isNotNull();
        assertThat(whole("PublicRecords.metagraph", () -> client.records().metagraph()))
                .extracting(Published.Neuron::hotkey)
                .contains(MINER.ss58());
        assertThat(whole("PublicRecords.thrashCooldowns", () -> client.records().thrashCooldowns()))
                .isEmpty();
        assertThat(ask("PublicRecords.tokenCheck", () -> client.records().tokenCheck("salt")))
                .isNotEmpty();
        assertThat(saved("PublicRecords.reconciliation", to -> client.records().reconciliation(to)))
                .startsWith("instance_id,deleted_at");
        assertThat(saved("PublicRecords.computeHistory", to -> client.records().computeHistory(to)))
                .startsWith("instance_id,compute_multiplier");
        assertThat(saved(
                        "PublicRecords.recentInvocations",
                        to -> client.records().recentInvocations(MINER.ss58(), 10, to)))
                .contains("invocation_id");
        validator.clockwork().advance(Duration.ofHours(1));
        for (PublicRecords.Export export : PublicRecords.Export.values()) {
            assertThat(saved("PublicRecords.hour", to -> client.records().hour(begun, export, to)))
                    .isNotEmpty();
        }
    }

    @Test
    @Order(7)
    void noCallOfTheClientWasLeftOut() {
        Set<String> all = new TreeSet<>();
        Stream.of(GpuNodes.class, Launches.class, MinerLists.class, PublicRecords.class, TeeServers.class)
                .flatMap(part -> Arrays.stream(part.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(DevnetContractTest::name)
                .forEach(all::add);

        assertThat(asked).isEqualTo(all);
        assertThat(platform.incidents()).isEmpty();
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private interface Download {
        Published.Download to(OutputStream out);
    }

    private String saved(String call, Download download) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ask(call, () -> download.to(out))).as(call).isInstanceOf(Published.Download.Saved.class);
        return out.toString(UTF_8);
    }

    private LaunchGrant.Granted granted(LaunchWish wish) {
        LaunchGrant grant = ask("Launches.launchConfig", () -> client.launches().launchConfig(wish, PATIENCE));
        assertThat(grant).isInstanceOf(LaunchGrant.Granted.class);
        return (LaunchGrant.Granted) grant;
    }

    /** What the pod does until it is verified; answers the instance's id. */
    private String claim(LaunchGrant.Granted granted, Device gpu, int port) {
        String token = granted.token().reveal();
        ClaimRequest request = new ClaimRequest(
                List.of(gpu), HOST, List.of(new PortMapping("tcp", 8000, port, true)), null, null, null);
        ClaimDesk.Claimed claimed = platform.claims().claim(granted.configId(), token, EnvType.GRAVAL, request, HOST);
        try {
            byte[] iv = new byte[16];
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(HexFormat.of().parseHex(claimed.symmetricKey()), "AES"),
                    new IvParameterSpec(iv));
            byte[] said = cipher.doFinal(claimed.config().responsePlaintext().getBytes(UTF_8));
            ProofRequest proof = new ProofRequest(
                    Base64.getEncoder().encodeToString(said), HexFormat.of().formatHex(iv), null);
            return platform.proofs()
                    .prove(granted.configId(), token, EnvType.GRAVAL, proof, Optional.empty())
                    .instance()
                    .instanceId();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
