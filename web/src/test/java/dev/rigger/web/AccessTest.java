package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestHeaders;
import dev.rigger.hotkey.RequestSigner;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
    private final RunningWeb web = RunningWeb.get();
    private final SignedCalls calls = web.signed();

    @ParameterizedTest
    @CsvSource({
        "GET,/servers/",
        "POST,/servers/",
        "GET,/servers/kubeconfig",
        "GET,/servers/x/lock",
        "GET,/servers/x/unlock",
        "GET,/servers/x/delete_preflight",
        "DELETE,/servers/x",
        "DELETE,/servers/x/deployments",
        "DELETE,/deployments/purge",
        "DELETE,/deployments/x",
        "HEAD,/servers/"
    })
    void everyRouteOfTheFleetWantsASignature(String method, String path) {
        HttpResponse<String> answer = calls.send(method, path, Map.of(), "");

        assertThat(answer.statusCode()).isEqualTo(401);
        if (!method.equals("HEAD")) {
            assertRefused(answer, "go away (missing)", "SIGNATURE_MISSING");
        }
    }

    @Test
    void anOldAFutureAndAMalformedNonceAreRefused() {
        assertRefused(signedAt(-31), "go away (missing)", "NONCE_STALE");
        assertRefused(signedAt(60), "go away (missing)", "NONCE_IN_FUTURE");
        assertRefused(with(RequestHeaders.NONCE, "soon"), "go away (missing)", "NONCE_MALFORMED");
    }

    @Test
    void aMalformedAndAWrongSignatureAreRefused() {
        assertRefused(
                with(RequestHeaders.SIGNATURE, "not hex"),
                "Invalid signature: it is not 64 bytes in hex.",
                "SIGNATURE_MALFORMED");
        HttpResponse<String> wrong = calls.send("GET", "/servers/", calls.purpose("registration"), "");
        assertThat(Json.detail(wrong.body())[0]).endsWith(":management");
        assertThat(Json.detail(wrong.body())[1]).isEqualTo("SIGNATURE_WRONG");
    }

    @Test
    void anotherHotkeyIsRefusedAsSignerAndAsMiner() {
        Hotkey other = Hotkey.fromSeed("42".repeat(32));
        RequestSigner stranger = new RequestSigner(other, InstantSource.system());

        assertRefused(
                calls.send("GET", "/servers/", stranger.managementForPurpose(web.miner.ss58(), "management"), ""),
                "go away (missing)",
                "SIGNER_NOT_ALLOWED");
        assertRefused(
                calls.send("GET", "/servers/", stranger.managementForPurpose(other.ss58(), "management"), ""),
                "go away (missing)",
                "MINER_NOT_OURS");
    }

    @Test
    void aRequestIsObeyedOnce() {
        Map<String, String> headers = calls.management();

        assertThat(calls.send("GET", "/servers/", headers, "").statusCode()).isEqualTo(200);
        assertRefused(calls.send("GET", "/servers/", headers, ""), "This request was received before.", "REPLAYED");
    }

    @Test
    void aRequestIsObeyedOnceWhileRedisIsAwayToo() {
        Map<String, String> headers = calls.management();
        web.redis.stop();
        try {
            assertThat(calls.send("GET", "/servers/", headers, "").statusCode()).isEqualTo(200);
            assertRefused(calls.send("GET", "/servers/", headers, ""), "This request was received before.", "REPLAYED");
        } finally {
            web.redis.restart();
        }
        assertRefused(calls.send("GET", "/servers/", headers, ""), "This request was received before.", "REPLAYED");
        assertThat(calls.get("/servers/").statusCode()).isEqualTo(200);
    }

    @Test
    void aRequestIsObeyedOnceAlthoughRedisForgotItMeanwhile() {
        Map<String, String> headers = calls.management();
        assertThat(calls.send("GET", "/servers/", headers, "").statusCode()).isEqualTo(200);
        web.redis.stop();
        try {
            assertRefused(calls.send("GET", "/servers/", headers, ""), "This request was received before.", "REPLAYED");
        } finally {
            web.redis.restart();
        }
        assertRefused(calls.send("GET", "/servers/", headers, ""), "This request was received before.", "REPLAYED");
    }

    @Test
    void theSecondVersionOfTheSignatureIsAcceptedOnce() {
        RequestSigner signer = new RequestSigner(web.miner, InstantSource.system());
        String nonce = Instant.now().getEpochSecond() + "-1";
        Map<String, String> headers =
                signer.managementVersion2(web.miner.ss58(), "GET", "/servers/?all=true", nonce, null);

        assertThat(calls.send("GET", "/servers/?all=true", headers, "").statusCode())
                .isEqualTo(200);
        assertRefused(
                calls.send("GET", "/servers/?all=true", headers, ""), "This request was received before.", "REPLAYED");
    }

    @Test
    void theBodyThatIsReadIsTheBodyThatWasSigned() {
        String body = "{\"name\": \"a\"}";
        HttpResponse<String> answer = calls.send("POST", "/servers/", calls.forBody(body), "{\"name\": \"b\"}");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Json.detail(answer.body())[1]).isEqualTo("SIGNATURE_WRONG");
    }

    @Test
    void theSignatureIsLookedAtBeforeTheBody() {
        assertThat(calls.send("POST", "/servers/", Map.of(), "{").statusCode()).isEqualTo(401);
        assertThat(calls.post("/servers/", "{").statusCode()).isEqualTo(400);
        assertThat(calls.post("/servers/", "[]").statusCode()).isEqualTo(422);
        assertThat(calls.post("/servers/", "").statusCode()).isEqualTo(422);
    }

    @Test
    void anOversizedBodyIsRefused() {
        HttpResponse<String> answer = calls.post("/servers/", "x".repeat(RunningWeb.MAX_BODY_BYTES + 1));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(Json.detail(answer.body())[1]).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void unknownRoutesAreRefusedInTheFormOfAllRefusals() {
        HttpResponse<String> unknown = calls.get("/nowhere");
        HttpResponse<String> method = calls.send("PUT", "/ping", Map.of(), "");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Json.detail(unknown.body())).hasSize(3).contains("ROUTE_UNKNOWN");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(Json.detail(method.body())).hasSize(3).contains("METHOD_UNKNOWN");
    }

    private HttpResponse<String> signedAt(long secondsFromNow) {
        RequestSigner signer = new RequestSigner(web.miner, () -> Instant.now().plusSeconds(secondsFromNow));
        return calls.send("GET", "/servers/", signer.managementForPurpose(web.miner.ss58(), "management"), "");
    }

    private HttpResponse<String> with(String header, String value) {
        Map<String, String> headers = new HashMap<>(calls.management());
        headers.put(header, value);
        return calls.send("GET", "/servers/", headers, "");
    }

    private static void assertRefused(HttpResponse<String> answer, String what, String code) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Json.detail(answer.body())).hasSize(3).startsWith(what, code);
    }
}
