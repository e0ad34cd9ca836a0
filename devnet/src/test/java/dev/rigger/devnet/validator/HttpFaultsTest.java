package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.MinerSide.Answer;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.faults.Fault;
import dev.rigger.devnet.validator.faults.FaultKind;
import dev.rigger.devnet.validator.faults.FaultKind.Side;
import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HttpFaultsTest {
    private static final int CHUTES = 10;
    private static final DevnetClock CLOCK = DevnetClock.real();

    private static DevnetValidator validator;
    private static MinerSide miner;
    private static List<ChuteDefinition> chutes;

    @BeforeAll
    static void start() throws IOException {
        validator = DevnetValidator.builder()
                .clock(CLOCK)
                .withoutGpuProofs()
                .heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(1))
                .start();
        miner = new MinerSide(validator, "11".repeat(32));
        chutes = IntStream.range(0, CHUTES)
                .mapToObj(i -> validator
                        .platform()
                        .chutes()
                        .create(ChuteOrder.of("chute-" + i, 1, 140, "h200").wanting(1)))
                .toList();
        try (ProvingHost host = new ProvingHost(4, "aa")) {
            miner.postSigned("/nodes/", host.announcement("server-1"));
        }
        new PodSide(miner, validator, miner.token(chutes.get(0).chuteId()))
                .claim(31_000, List.of(ProvingHost.uuid("aa", 0)));
    }

    @AfterEach
    void takeBack() {
        validator.faults().clear();
    }

    @AfterAll
    static void stop() {
        validator.close();
    }

    static Stream<FaultKind> ofHttp() {
        return Arrays.stream(FaultKind.values()).filter(kind -> kind.side() == Side.HTTP);
    }

    static Stream<FaultKind> withStatus() {
        return ofHttp().filter(kind -> kind.status().isPresent());
    }

    private static Answer list() {
        return miner.get("/miner/chutes/", "miner");
    }

    private static List<String> names(List<JsonNode> items) {
        return items.stream().map(item -> item.path("name").asText()).toList();
    }

    private void once(FaultKind kind) {
        validator.faults().add(Fault.of(kind).on("/miner/chutes/").times(1));
    }

    @ParameterizedTest
    @MethodSource("ofHttp")
    void everyKindIsOverAfterItsCount(FaultKind kind) throws IOException {
        String route = kind == FaultKind.WRONG_HOTKEY ? "/miner/instances/" : "/miner/chutes/";
        String right = steady(OneCall.get(miner, route));
        validator.faults().add(Fault.of(kind).on(route).times(1).delay(Duration.ofMillis(50)));

        String struck = steady(OneCall.get(miner, route));

        assertThat(struck.equals(right)).isEqualTo(kind == FaultKind.SLOW);
        assertThat(validator.faults().all()).isEmpty();
        assertThat(steady(OneCall.get(miner, route))).isEqualTo(right);
    }

    /** Without what a bounty's age changes from second to second. */
    private static String steady(String answer) {
        return answer.replaceAll("\"(bounty|bounty_boost|effective_compute_multiplier)\":[^,}]+", "");
    }

    @ParameterizedTest
    @MethodSource("withStatus")
    void aStatusTakesTheAnswersPlaceAndNothingIsDone(FaultKind kind) {
        validator.faults().add(Fault.of(kind).on("/miner/chutes/"));

        assertThat(list().status()).isEqualTo(kind.status().orElseThrow());
        assertThat(list().json().path("detail").asText()).isNotEmpty();
    }

    @Test
    void tooManyRequestsAndUnavailableSayWhenToComeAgain() {
        for (FaultKind kind : List.of(FaultKind.STATUS_429, FaultKind.STATUS_503)) {
            validator.faults().add(Fault.of(kind).times(1).retryAfter(Duration.ofSeconds(7)));

            assertThat(miner.headers("/ping").firstValue("Retry-After")).hasValue("7");
        }
        validator.faults().add(Fault.of(FaultKind.STATUS_500).times(1));
        assertThat(miner.headers("/ping").firstValue("Retry-After")).isEmpty();
    }

    @Test
    void aSlowAnswerIsTheRightOneAndTheDelayFollowsTheDevnetsClock() {
        long begun = System.nanoTime();
        validator.faults().add(Fault.of(FaultKind.SLOW).on("/ping").times(1).delay(Duration.ofMillis(150)));

        assertThat(miner.plain("GET", "/ping", "").json().path("message").asText())
                .isEqualTo("pong");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void aCallThatHangsIsLetGoWithoutAnAnswerWhenTheFaultIsTakenBack() throws Exception {
        validator.faults().add(Fault.of(FaultKind.HANG).on("/ping"));
        CompletableFuture<Answer> hanging = CompletableFuture.supplyAsync(() -> miner.plain("DELETE", "/ping", ""));
        Struck.await(validator);
        assertThat(hanging).isNotDone();

        validator.faults().clear();

        assertThatThrownBy(hanging::get).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void aResetCallIsNotDoneAndALostAnswersCallIs() {
        for (FaultKind kind : List.of(FaultKind.RESET, FaultKind.LOST_ANSWER)) {
            validator.faults().add(Fault.of(kind).on("/nodes/").method("DELETE").times(1));
            String uuid = ProvingHost.uuid("aa", kind == FaultKind.RESET ? 2 : 3);

            assertThatThrownBy(() -> miner.delete("/nodes/" + uuid, "nodes")).hasCauseInstanceOf(IOException.class);

            assertThat(validator.platform().nodes().all())
                    .filteredOn(node -> node.uuid().equals(uuid))
                    .hasSize(kind == FaultKind.RESET ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"RESET", "LOST_ANSWER"})
    void aTornDownConnectionIsResetAndNotEnded(FaultKind kind) throws IOException {
        once(kind);
        try (Socket socket = new Socket(miner.api.getHost(), miner.api.getPort())) {
            socket.getOutputStream()
                    .write("GET /miner/chutes/ HTTP/1.1\r\nHost: devnet\r\n\r\n".getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aTruncatedAnswerEndsWithoutAReset() throws IOException {
        once(FaultKind.TRUNCATED);
        try (Socket socket = new Socket(miner.api.getHost(), miner.api.getPort())) {
            socket.getOutputStream()
                    .write(("GET /miner/chutes/ HTTP/1.1\r\nHost: devnet\r\n"
                                    + miner.signed("miner").entrySet().stream()
                                            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                                            .collect(Collectors.joining())
                                    + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("chute-9");
        }
    }

    @Test
    void anEmptyListSaysNothingAndNoItemsSaysSo() {
        once(FaultKind.EMPTY_LIST);
        assertThat(list()).isEqualTo(new Answer(200, ""));
        once(FaultKind.NO_ITEMS);
        assertThat(list()).isEqualTo(new Answer(200, "data: NO_ITEMS\n\n"));
        validator.faults().add(Fault.of(FaultKind.EMPTY_LIST).on("/chutes/utilization"));
        assertThat(miner.plain("GET", "/chutes/utilization", "").text()).isEqualTo("[]");
        validator.faults().add(Fault.of(FaultKind.EMPTY_LIST).on("/miner/servers/"));
        assertThat(miner.get("/miner/servers/", "miner").json().path("servers")).isEmpty();
    }

    @Test
    void aPartialListLooksComplete() {
        validator
                .faults()
                .add(Fault.of(FaultKind.PARTIAL_LIST)
                        .on("/miner/chutes/")
                        .times(1)
                        .keeping(0.35));

        List<String> whole = names(list().items());
        List<String> all = names(list().items());

        assertThat(whole).hasSize(3).isEqualTo(all.subList(0, 3));
    }

    @Test
    void aTruncatedBodyEndsInTheMiddle() {
        once(FaultKind.TRUNCATED);
        assertThatThrownBy(HttpFaultsTest::list).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void garbageIsNoAnswerToTheQuestion() {
        for (int i = 0; i < 8; i++) {
            once(FaultKind.GARBAGE);
            Answer answer = list();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).doesNotContain("\"name\":");
        }
    }

    @Test
    void duplicatedItemsComeTwice() {
        once(FaultKind.DUPLICATE_ITEMS);
        assertThat(list().items()).hasSize(2 * CHUTES);
    }

    @Test
    void aListOfAnotherMinerHasNothingOfOurs() {
        JsonNode right = miner.get("/miner/instances/", "miner").items().get(0);
        validator.faults().add(Fault.of(FaultKind.WRONG_HOTKEY).on("/miner/").times(2));

        JsonNode wrong = miner.get("/miner/instances/", "miner").items().get(0);

        for (String own : List.of("miner_hotkey", "instance_id", "config_id")) {
            assertThat(wrong.path(own).asText())
                    .isNotEmpty()
                    .isNotEqualTo(right.path(own).asText());
        }
        assertThat(wrong.path("chute_id")).isEqualTo(right.path("chute_id"));
        assertThat(miner.get("/miner/nodes/", "miner").items())
                .noneMatch(node -> node.path("miner_hotkey").asText().equals(miner.hotkey.ss58()));
    }

    @Test
    void oldDefinitionsAreThoseOfOneVersionAgo() {
        String chute = chutes.get(9).chuteId();
        String first = validator.platform().standing(chute).chute().version();
        validator.platform().chutes().update(chute, ChuteOrder.of("ignored", 2, 140));
        once(FaultKind.OLD_VERSION);

        assertThat(list().items())
                .filteredOn(item -> item.path("chute_id").asText().equals(chute))
                .singleElement()
                .satisfies(item -> assertThat(item.path("version").asText()).isEqualTo(first));
    }

    @Test
    void aFaultStrikesOnlyItsPrefixMethodAndShare() {
        validator.faults().add(Fault.of(FaultKind.STATUS_500).on("/nodes/").method("POST"));
        assertThat(list().status()).isEqualTo(200);
        assertThat(miner.plain("GET", "/nodes/supported", "").status()).isEqualTo(200);
        validator.faults().clear();

        validator.faults().add(Fault.of(FaultKind.STATUS_500).share(0.5));
        List<Integer> seen = IntStream.range(0, 100)
                .mapToObj(i -> miner.plain("GET", "/ping", "").status())
                .toList();
        assertThat(seen).filteredOn(status -> status == 500).hasSizeBetween(30, 70);
    }

    @Test
    void aFaultIsOverAfterItsTime() {
        validator.faults().add(Fault.of(FaultKind.STATUS_500).lasting(Duration.ofMinutes(10)));
        assertThat(list().status()).isEqualTo(500);

        validator.clockwork().advance(Duration.ofMinutes(10));

        assertThat(miner.plain("GET", "/ping", "").status()).isEqualTo(200);
        assertThat(validator.faults().all()).isEmpty();
    }

    @Test
    void kindsAndFaultsStrikeTogether() {
        validator
                .faults()
                .add(Fault.of(FaultKind.PARTIAL_LIST, FaultKind.DUPLICATE_ITEMS)
                        .on("/miner/chutes/")
                        .keeping(0.2));
        validator.faults().add(Fault.of(FaultKind.SLOW).delay(Duration.ofMillis(1)));

        assertThat(list().items()).hasSize(4);
        assertThat(validator.faults().standing()).allMatch(one -> one.hits() == 1);
    }

    @Test
    void faultsThatTakeTheAnswersPlaceStrikeOneAfterTheOther() {
        once(FaultKind.STATUS_503);
        once(FaultKind.STATUS_401);

        assertThat(Stream.generate(HttpFaultsTest::list).limit(3).map(Answer::status))
                .containsExactly(503, 401, 200);
    }

    @Test
    void theOperatorsRoutesAreSpared() {
        validator.faults().add(Fault.of(FaultKind.RESET));
        assertThat(miner.plain("DELETE", "/devnet/faults", "").text()).isEqualTo("[]");
        assertThat(list().status()).isEqualTo(200);
    }
}
