package dev.rigger.devnet.validator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.validator.wire.Interposer.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP/1.1 as clients of any make speak it. */
class HttpListenerTest {
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        listener = new HttpListener("127.0.0.1", 0);
        listener.start(new Router((call, answer) -> new Outcome.Answered(answer.get()))
                .on("POST", "/echo", call -> Reply.text(call.query("q").orElse("") + new String(call.body(), UTF_8)))
                .on("GET", "/nothing", call -> Reply.events(out -> {}))
                .on(
                        "GET",
                        "/lines",
                        call -> Reply.events(out -> {
                            out.write("data: 1\n\n".getBytes(UTF_8));
                            out.flush();
                            out.write("data: 2\n\n".getBytes(UTF_8));
                        })));
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    /** What comes back until the other side ends the connection. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void callsFollowEachOtherOnOneConnection() throws IOException {
        String answers = raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
                + "POST /echo?q=b%20c HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\ntwo");

        assertThat(answers).contains("\r\n\r\noneHTTP/1.1 200 OK").endsWith("\r\n\r\nb ctwo");
    }

    @Test
    void chunksWithExtensionsAndTrailersAreABody() throws IOException {
        assertThat(raw("POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n"))
                .endsWith("\r\n\r\nabc0123456789");
    }

    @Test
    void whoExpectsToBeToldToGoOnIsTold() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.getOutputStream()
                    .write(("POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n"
                                    + "Content-Length: 2\r\n\r\n")
                            .getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(25), UTF_8)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            socket.getOutputStream().write("hi".getBytes(UTF_8));
            assertThat(new String(in.readAllBytes(), UTF_8)).endsWith("hi");
        }
    }

    @Test
    void anOlderClientGetsOneAnswerAndTheEndOfTheConnection() throws IOException {
        assertThat(raw("GET /lines HTTP/1.0\r\n\r\n"))
                .doesNotContain("chunked")
                .contains("Connection: close")
                .endsWith("\r\n\r\ndata: 1\n\ndata: 2\n\n");
    }

    @Test
    void whatNobodyUnderstandsIsRefusedAndTheConnectionEnds() throws IOException {
        assertThat(raw("hello\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(raw("GET /a b HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(raw("GET /lines HTTP/1.1\r\nno colon\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(raw("POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(raw("POST /echo HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(raw("HEAD /lines HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aClientThatWouldRatherSpeakAnotherVersionIsAnsweredInThisOne() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + listener.port());
            for (int i = 0; i < 3; i++) {
                String text = "x".repeat(100_000 * i + 1);
                assertThat(client.send(
                                        HttpRequest.newBuilder(uri.resolve("/echo"))
                                                .POST(BodyPublishers.ofString(text))
                                                .build(),
                                        BodyHandlers.ofString())
                                .body())
                        .isEqualTo(text);
                assertThat(client.send(
                                        HttpRequest.newBuilder(uri.resolve("/lines"))
                                                .build(),
                                        BodyHandlers.ofString())
                                .body())
                        .isEqualTo("data: 1\n\ndata: 2\n\n");
                assertThat(client.send(
                                        HttpRequest.newBuilder(uri.resolve("/nothing"))
                                                .build(),
                                        BodyHandlers.ofString())
                                .body())
                        .isEmpty();
            }
        }
    }
}
