package dev.rigger.devnet.validator.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.PlatformMiner;
import dev.rigger.devnet.validator.traffic.PodCalls;
import dev.rigger.devnet.validator.world.Probe.Kind;
import dev.rigger.hotkey.Hotkey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of answers that no honest pod gives. */
class PodChecksTest {
    private DevnetValidator validator;
    private HttpServer pod;
    private PodCalls calls;
    private PodChecks.Subject subject;

    @BeforeEach
    void start() throws IOException {
        validator = DevnetValidator.builder().withoutGpuProofs().start();
        Platform platform = validator.platform();
        String chute =
                platform.chutes().create(ChuteOrder.of("one", 1, 140, "h200")).chuteId();
        Instance instance = platform.instances()
                .byId(new PlatformMiner(platform, "5Miner").launch(chute))
                .orElseThrow();
        subject = new PodChecks.Subject(
                instance,
                platform.standing(chute).chute(),
                Objects.requireNonNull(platform.launches().byId(instance.configId())));
        int port = instance.ports().getFirst().externalPort();
        pod = HttpServer.create(new InetSocketAddress(instance.host(), port), 0);
        calls = new PodCalls(Hotkey.fromSeed("22".repeat(32)), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        pod.stop(0);
        calls.close();
        validator.close();
    }

    /** One question is answered so, all others are unknown to the pod. */
    private void answers(String path, int status, String body) {
        pod.createContext("/", exchange -> {
            try (exchange) {
                boolean asked = exchange.getRequestURI().getPath().equals(path);
                byte[] bytes = (asked ? body : "{}").getBytes(UTF_8);
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(asked ? status : 404, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        pod.start();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/none   | 200 | {}                                    | UNKNOWN | ",
                "/_ping  | 421 | {}                                    | UNKNOWN | ",
                "/_ping  | 500 | {}                                    | SOFT    | /_ping is answered 500",
                "/_ping  | 200 | <html>                                | HARD    | /_ping is answered with what cannot be read",
                "/_ping  | 200 | {\"echo\":\"else\"}                     | HARD    | its echo is another word",
                "/_dump  | 200 | {\"env\":{\"LD_PRELOAD\":\"x.so\"}}      | HARD    | its environment has LD_PRELOAD",
                "/_dump  | 200 | {\"env\":{}}                          | HARD    | its CHUTES_EXECUTION_CONTEXT is not REMOTE",
                "/_dump  | 200 | {\"env\":{\"CHUTES_EXECUTION_CONTEXT\":\"REMOTE\"}} | WELL | ",
                "/_slurp | 200 | {\"contents\":\"cHl0aG9u\"}             | HARD    | its command line is: python",
                "/_rint  | 200 | {\"epoch\":1,\"signature\":\"00\"}       | HARD    | its session is another one"
            })
    void anAnswerIsJudged(String path, int status, String body, Kind kind, String what) throws InterruptedException {
        answers(path, status, body);
        Probe.Finding finding = new PodChecks(calls, validator.ss58()).first(subject);

        assertThat(finding.kind()).as(finding.what()).isEqualTo(kind);
        assertThat(finding.what()).isEqualTo(what == null ? "" : what);
    }
}
