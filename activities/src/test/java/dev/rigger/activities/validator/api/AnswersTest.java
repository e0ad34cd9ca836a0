package dev.rigger.activities.validator.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rigger.activities.validator.ScriptedValidator;
import dev.rigger.activities.validator.wire.Completeness;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.activities.validator.wire.Trouble;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.Secret;
import dev.rigger.settings.ValidatorCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswersTest {
    private static final int MUTATIONS = 10_000;
    private static final RequestSigner SIGNER = new RequestSigner(Hotkey.fromSeed("11".repeat(32)), Clock.systemUTC());

    private final ScriptedValidator platform = new ScriptedValidator();
    private ValidatorClient client;

    @BeforeEach
    void start() {
        client = client("P26b");
    }

    @AfterEach
    void stop() {
        client.close();
        platform.close();
    }

    private ValidatorClient client(String profile) {
        Duration moment = Duration.ofMillis(1);
        ValidatorCalls calls = new ValidatorCalls(
                Duration.ofSeconds(5), Duration.ofSeconds(5), 100_000, 100_000, moment, moment, moment, moment);
        return new ValidatorClient(
                platform.uri(),
                SIGNER,
                calls,
                ProtocolProfile.named(profile).orElseThrow(),
                Clock.systemUTC(),
                new Random(1));
    }

    @ParameterizedTest
    @EnumSource
    void everyRecordedAnswerIsUnderstood(Shape shape) {
        platform.answer(shape.path, shape.status, shape.recorded());

        Object answer = shape.ask(client);

        if (answer instanceof Listing<?> listing) {
            assertThat(listing.complete()).as(listing.why()).isTrue();
        } else {
            assertThat(answer)
                    .isNotEqualTo(false)
                    .isNotEqualTo(Optional.empty())
                    .isNotEqualTo(Removal.WAS_GONE);
        }
    }

    @Test
    void whatMattersOfAnItemIsRead() {
        recorded(Shape.CHUTES);
        Listed.Chute chute = client.lists().chutes().items().getFirst();
        assertThat(chute.chuteId()).isEqualTo(Shape.CHUTE_ID);
        assertThat(chute.gpuCount()).isEqualTo(2);
        assertThat(chute.supportedGpus()).containsExactly("l40s", "h200");
        assertThat(chute.multiplier()).isEqualTo(2.0);
        assertThat(client.lists().chutes().items().getLast().jobOnly()).isTrue();
        recorded(Shape.IMAGES);
        assertThat(client.lists().images().items().getFirst().reference()).isEqualTo("acme/llm:1.0-3f2a");
        recorded(Shape.JOBS_LIST);
        assertThat(client.lists().jobs().items())
                .containsExactly(new Listed.Job(
                        "job-1", Shape.CHUTE_ID, "5f0c1a2b", 2, 20, List.of(Shape.HOTKEY), "train", null));
        recorded(Shape.ROLLING_UPDATES);
        assertThat(client.lists().rollingUpdates().items().getFirst())
                .isEqualTo(new Listed.RollingUpdate(
                        Shape.CHUTE_ID,
                        "5f0c1a2b",
                        "6a1d",
                        Instant.parse("2026-06-01T00:00:00Z"),
                        Map.of(Shape.HOTKEY, 2)));
        recorded(Shape.MAINTENANCE_PREFLIGHT);
        assertThat(client.servers().maintenancePreflight("srv-1"))
                .hasValueSatisfying(preflight -> assertThat(preflight.reasons()).containsExactly("sole_instance"));
        recorded(Shape.SCORES);
        assertThat(client.records().scores().finals()).containsEntry(Shape.HOTKEY, 0.25);
        recorded(Shape.RECONCILIATION);
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        assertThat(client.records().reconciliation(csv)).isEqualTo(new Published.Download.Saved(csv.size()));
    }

    @Test
    void aTokenIsNotShownByWhatCarriesIt() {
        recorded(Shape.LAUNCH_CONFIG);

        Object grant = Shape.LAUNCH_CONFIG.ask(client);

        assertThat(grant).isInstanceOf(LaunchGrant.Granted.class);
        assertThat(grant.toString()).doesNotContain("e30").contains("cfg-1");
    }

    @Test
    void startupLogsGoOnWhereTheyPaused() {
        List<String> lines = new ArrayList<>();
        platform.answer(
                "/miner/instance_logs",
                200,
                "data: waiting\n\ndata: {\"log\":\"loading\",\"cursor\":\"2026-04-01T17:53:05\"}\n\n");

        assertThat(client.launches().startupLogs(new Secret("jwt"), "", lines::add))
                .isEqualTo(new LogsEnd.Paused("2026-04-01T17:53:05"));
        platform.answer("/miner/instance_logs", 200, "data: Instance activated: x\n\n");
        assertThat(client.launches().startupLogs(new Secret("jwt"), "2026-04-01T17:53:05", lines::add))
                .isEqualTo(new LogsEnd.Activated());

        assertThat(lines).containsExactly("waiting", "loading", "Instance activated: x");
        assertThat(platform.lastQuery("/miner/instance_logs")).isEqualTo("cursor=2026-04-01T17:53:05");
        platform.answer("/miner/instance_logs", 422, "{\"detail\":\"launch failed\"}");
        assertThat(client.launches().startupLogs(new Secret("jwt"), "", lines::add))
                .isEqualTo(new LogsEnd.LaunchFailed("launch failed"));
    }

    @Test
    void whatAProfileDoesNotHaveIsNotAskedFor() {
        try (ValidatorClient old = client("P25")) {
            assertThat(old.lists().servers().completeness()).isEqualTo(Completeness.NOT_OFFERED);
            assertThat(old.launches().disableInstance("c", "i")).isFalse();
            assertThat(old.launches().startupLogs(new Secret("jwt"), "", line -> {}))
                    .isEqualTo(new LogsEnd.NotOffered());
            old.launches().launchConfig(new LaunchWish("c", null, "s"), Duration.ofSeconds(1));
        }
        assertThat(platform.asked("/miner/servers/")).isZero();
        assertThat(platform.asked("/instances/c/i/disable")).isZero();
        assertThat(platform.lastQuery("/instances/launch_config")).isEqualTo("chute_id=c");
    }

    @Test
    void anotherChuteThanTheOneAskedForCountsAsNoAnswer() {
        platform.answer("/miner/chutes/other/5f0c1a2b", 200, Shape.CHUTE.recorded());

        assertThat(catchThrowableOfType(
                                ValidatorUnreachable.class, () -> client.lists().chute("other", "5f0c1a2b"))
                        .trouble())
                .isEqualTo(Trouble.ANSWER_UNREADABLE);
    }

    @Test
    void aListOfOneHugeLineIsRefusedInBoundedMemory() {
        platform.on("/miner/chutes/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = "x".repeat(64 * 1024).getBytes(UTF_8);
            exchange.getResponseBody().write("data: {\"chute_id\":\"".getBytes(UTF_8));
            for (int i = 0; i < 200; i++) {
                exchange.getResponseBody().write(chunk);
            }
        });

        assertThat(client.lists().chutes().completeness()).isEqualTo(Completeness.UNREADABLE);
    }

    @Test
    void aLineOfManySmallPartsIsRefusedBeforeItFillsTheMemory() {
        platform.answer("/miner/chutes/", 200, "data: {\"cords\":[" + "{},".repeat(2_000_000) + "{}]}\n\n");

        assertThat(client.lists().chutes().completeness()).isEqualTo(Completeness.UNREADABLE);
    }

    /** Nothing that a platform can say makes a method throw anything but the one exception with its code. */
    @Test
    void tenThousandDamagedAnswersAreEachRefusedWithACodeOrRead() throws IOException {
        Random dice = new Random(20_260_805);
        Mutation mutation = new Mutation(dice);
        Map<Trouble, Integer> refusals = new EnumMap<>(Trouble.class);
        Map<Completeness, Integer> lists = new EnumMap<>(Completeness.class);
        Shape[] shapes = Shape.values();
        long before = usedAfterCollection();
        for (int i = 0; i < MUTATIONS; i++) {
            Shape shape = shapes[i % shapes.length];
            int status = dice.nextInt(20) == 0 ? 200 + dice.nextInt(300) : shape.status;
            byte[] body = status == 204 || status == 304 ? new byte[0] : mutation.of(shape.recorded());
            platform.answer(shape.path, status, body);
            try {
                if (shape.ask(client) instanceof Listing<?> listing) {
                    lists.merge(listing.completeness(), 1, Integer::sum);
                    assertThat(listing.complete()).isEqualTo(listing.why().isEmpty());
                }
            } catch (ValidatorUnreachable e) {
                refusals.merge(e.trouble(), 1, Integer::sum);
                assertThat(e).hasMessageContaining(ValidatorUnreachable.CODE + ", " + e.trouble());
            }
        }
        assertThat(refusals).containsKeys(Trouble.ANSWER_UNREADABLE, Trouble.UNEXPECTED_STATUS, Trouble.REDIRECTED);
        assertThat(lists)
                .containsKeys(
                        Completeness.WHOLE,
                        Completeness.UNREADABLE,
                        Completeness.TRUNCATED,
                        Completeness.SILENT,
                        Completeness.UNAVAILABLE);
        assertThat(usedAfterCollection() - before).isLessThan(32L * 1024 * 1024);
    }

    private void recorded(Shape shape) {
        platform.answer(shape.path, shape.status, shape.recorded());
    }

    private static long usedAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
