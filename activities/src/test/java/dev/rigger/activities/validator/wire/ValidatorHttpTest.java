package dev.rigger.activities.validator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rigger.activities.validator.ScriptedValidator;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.faults.Fault;
import dev.rigger.devnet.validator.faults.FaultKind;
import dev.rigger.devnet.validator.platform.rules.ProtocolProfile;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RecentUses;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.hotkey.SignedRequest;
import dev.rigger.hotkey.Verdict;
import dev.rigger.settings.ValidatorCalls;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValidatorHttpTest {
    private static final Hotkey MINER = Hotkey.fromSeed("11".repeat(32));
    private static final RequestSigner SIGNER = new RequestSigner(MINER, Clock.systemUTC());
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ScriptedValidator platform = new ScriptedValidator();

    @AfterEach
    void stop() {
        platform.close();
    }

    private static ValidatorCalls calls(Duration timeout, Duration circuitOpen) {
        return new ValidatorCalls(
                Duration.ofSeconds(2), timeout, 1000, 1000, circuitOpen, MOMENT, MOMENT, Duration.ofMinutes(1));
    }

    private static ValidatorHttp http(URI api, Duration timeout) {
        return http(api, calls(timeout, Duration.ofMinutes(1)), Clock.systemUTC(), 1);
    }

    private static ValidatorHttp http(URI api, ValidatorCalls calls, InstantSource clock, int signatureVersion) {
        return new ValidatorHttp(api, new Signatures(SIGNER, signatureVersion), calls, clock, new Random(7));
    }

    private static Trouble trouble(ValidatorHttp http, Ask ask) {
        return catchThrowableOfType(ValidatorUnreachable.class, () -> http.ask(ask))
                .trouble();
    }

    @Test
    void aSlowValidatorNeverDelaysAnother() {
        CountDownLatch later = new CountDownLatch(1);
        platform.on("/ping", exchange -> {
            await(later);
            exchange.sendResponseHeaders(200, -1);
        });
        try (DevnetValidator other = DevnetValidator.builder().start();
                ValidatorHttp slow = http(platform.uri(), Duration.ofSeconds(20));
                ValidatorHttp quick = http(other.api(), Duration.ofSeconds(20))) {
            List<CompletableFuture<Reply>> waiting = java.util.stream.Stream.generate(
                            () -> CompletableFuture.supplyAsync(
                                    () -> slow.ask(Ask.open("/ping").once()), Thread::startVirtualThread))
                    .limit(200)
                    .toList();

            for (int i = 0; i < 50; i++) {
                assertThat(quick.ask(Ask.open("/ping")).ok()).isTrue();
            }

            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            later.countDown();
            assertThat(waiting).allMatch(answer -> answer.join().ok());
        }
    }

    @Test
    void everyWaitHasAnEnd() {
        CountDownLatch never = new CountDownLatch(1);
        platform.on("/silent", exchange -> await(never));
        platform.on("/drips", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await(never);
        });
        try (ValidatorHttp http = http(platform.uri(), Duration.ofMillis(300))) {
            assertThat(trouble(http, Ask.open("/silent").once())).isEqualTo(Trouble.TIMED_OUT);
            assertThat(trouble(http, Ask.open("/drips").once())).isEqualTo(Trouble.TIMED_OUT);
        } finally {
            never.countDown();
        }
    }

    @Test
    void whatMayBeRepeatedIsAndWhatMayNotIsNot() {
        platform.answer("/x", 503, "");
        try (ValidatorHttp http = http(platform.uri(), Duration.ofSeconds(5))) {
            assertThat(trouble(http, Ask.open("/x"))).isEqualTo(Trouble.SERVER_ERROR);
            assertThat(platform.asked("/x")).isEqualTo(3);
            assertThat(trouble(http, Ask.post("/x", new byte[1]))).isEqualTo(Trouble.SERVER_ERROR);
            assertThat(platform.asked("/x")).isEqualTo(4);
        }
    }

    @Test
    void aRedirectionIsNeverFollowed() {
        platform.on("/x", exchange -> {
            exchange.getResponseHeaders().set("Location", platform.uri() + "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
        });
        try (ValidatorHttp http = http(platform.uri(), Duration.ofSeconds(5))) {
            assertThat(trouble(http, Ask.get("/x", "miner"))).isEqualTo(Trouble.REDIRECTED);
        }
        assertThat(platform.asked("/elsewhere")).isZero();
    }

    @Test
    void aValidatorThatAsksForAPauseGetsIt() {
        Instant[] now = {Instant.parse("2026-03-01T10:00:00Z")};
        platform.on("/x", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "30");
            exchange.sendResponseHeaders(429, -1);
        });
        ValidatorCalls calls = calls(Duration.ofSeconds(5), Duration.ofMinutes(1));
        try (ValidatorHttp http = http(platform.uri(), calls, () -> now[0], 1)) {
            assertThat(catchThrowableOfType(ValidatorUnreachable.class, () -> http.ask(Ask.open("/x")))
                            .retryAfter())
                    .contains(Duration.ofSeconds(30));
            assertThat(platform.asked("/x")).isEqualTo(1);
            platform.answer("/x", 200, "");

            assertThat(trouble(http, Ask.open("/x"))).as("it rests").isEqualTo(Trouble.TOO_MANY_CALLS);
            assertThat(platform.asked("/x")).isEqualTo(1);
            now[0] = now[0].plusSeconds(31);
            assertThat(http.ask(Ask.open("/x")).ok()).isTrue();
        }
    }

    @Test
    void aPauseIsAskedForInSecondsOrByADateAndHasABound() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z"));
        RetryPauses pauses = new RetryPauses(ValidatorCalls.DEFAULTS, clock, new Random(1));

        assertThat(pauses.retryAfter("7")).contains(Duration.ofSeconds(7));
        assertThat(pauses.retryAfter("Sun, 01 Mar 2026 10:00:20 GMT")).contains(Duration.ofSeconds(20));
        assertThat(pauses.retryAfter("Sun, 01 Mar 2026 09:00:00 GMT")).contains(Duration.ZERO);
        assertThat(pauses.retryAfter("99999999")).contains(Duration.ofMinutes(1));
        assertThat(pauses.retryAfter("soon")).isEmpty();
        assertThat(pauses.retryAfter("-1")).isEmpty();
        for (int number = 1; number < 100; number++) {
            assertThat(pauses.before(number)).isBetween(Duration.ZERO, ValidatorCalls.DEFAULTS.retryPauseMax());
        }
    }

    @Test
    void aValidatorInTroubleIsLeftAloneUntilItAnswersAgain() {
        Instant[] now = {Instant.parse("2026-03-01T10:00:00Z")};
        platform.answer("/x", 500, "");
        ValidatorCalls calls = calls(Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (ValidatorHttp http = http(platform.uri(), calls, () -> now[0], 1)) {
            for (int call = 0; call < 5; call++) {
                trouble(http, Ask.open("/x").once());
            }
            platform.answer("/x", 404, "");
            assertThat(trouble(http, Ask.open("/x"))).isEqualTo(Trouble.LEFT_ALONE);
            now[0] = now[0].plusSeconds(5);
            assertThat(http.ask(Ask.open("/x")).status()).isEqualTo(404);
            assertThat(http.ask(Ask.open("/x")).status()).isEqualTo(404);
        }
    }

    @Test
    void theSecondVersionOfTheSignatureIsAcceptedByTheDevnetAndAnewForEachAttempt() {
        try (DevnetValidator validator = DevnetValidator.builder()
                        .profile(ProtocolProfile.P26C)
                        .registered(MINER.ss58())
                        .start();
                ValidatorHttp http =
                        http(validator.api(), calls(Duration.ofSeconds(5), MOMENT), Clock.systemUTC(), 2)) {
            validator
                    .faults()
                    .add(Fault.of(FaultKind.ofStatus(502))
                            .on("/miner/inventory")
                            .times(2));

            assertThat(http.ask(Ask.get("/miner/inventory", "miner")).ok()).isTrue();
            assertThat(http.ask(Ask.get("/miner/inventory", "miner")).ok()).isTrue();
            assertThat(http.ask(Ask.post("/nodes/", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                            .status())
                    .isNotEqualTo(401);
        }
    }

    @Test
    void whatWasHeardOnTheWireIsGoodForNothingElse() {
        List<SignedRequest> heard = new CopyOnWriteArrayList<>();
        platform.on("/servers/gpu-a", exchange -> {
            heard.add(new SignedRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders()::getFirst,
                    new byte[0],
                    "tee"));
            exchange.sendResponseHeaders(200, -1);
        });
        try (ValidatorHttp http = http(platform.uri(), calls(Duration.ofSeconds(5), MOMENT), Clock.systemUTC(), 2)) {
            http.ask(Ask.delete("/servers/gpu-a", "tee"));
        }
        SignedRequest request = heard.getFirst();
        RequestVerifier verifier = verifier(Duration.ZERO);

        assertThat(verifier.verify(request).accepted()).isTrue();
        assertThat(verifier.verify(request)).as("replayed").isInstanceOf(Verdict.Refused.class);
        assertThat(verifier(Duration.ZERO)
                        .verify(changed(request, "DELETE", "/servers/gpu-b", new byte[0]))
                        .accepted())
                .as("another path")
                .isFalse();
        assertThat(verifier(Duration.ZERO)
                        .verify(changed(request, "GET", "/servers/gpu-a", new byte[0]))
                        .accepted())
                .as("another method")
                .isFalse();
        assertThat(verifier(Duration.ZERO)
                        .verify(changed(request, "DELETE", "/servers/gpu-a", new byte[1]))
                        .accepted())
                .as("another body")
                .isFalse();
        for (int minutes : new int[] {-11, 11}) {
            assertThat(verifier(Duration.ofMinutes(minutes)).verify(request).accepted())
                    .as("a clock that is %d minutes off", minutes)
                    .isFalse();
        }
    }

    private static RequestVerifier verifier(Duration off) {
        Clock clock = Clock.offset(Clock.system(ZoneOffset.UTC), off);
        return RequestVerifier.platform(clock, new RecentUses(clock));
    }

    private static SignedRequest changed(SignedRequest request, String method, String path, byte[] body) {
        return new SignedRequest(method, path, request.header(), body, request.purpose());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
