package dev.rigger.hotkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestVerifierTest {
    private static final byte[] NO_BODY = {};

    private final AuthVectors vectors = AuthVectors.load();
    private final String miner = vectors.miner().ss58();
    private final String validator = vectors.validator().ss58();
    private final RequestSigner signer = new RequestSigner(vectors.miner().hotkey(), at(Duration.ZERO));

    @ParameterizedTest
    @MethodSource("dev.rigger.hotkey.AuthVectors#good")
    void everyVectorIsAcceptedByTheSideItIsMeantFor(AuthVectors.Vector vector) {
        boolean signsBody = vector.payload().length() == 64;
        byte[] body = vector.payload().equals(vectors.bodySha256()) ? vectors.body() : NO_BODY;
        String signerAddress = vectors.signer(vector).ss58();
        Map<String, String> headers = new HashMap<>(
                Map.of(RequestHeaders.NONCE, vectors.nonce(), RequestHeaders.SIGNATURE, vector.signatureHex()));
        RequestVerifier verifier;
        if (vector.isManagement()) {
            headers.put(RequestHeaders.MINER, miner);
            headers.put(RequestHeaders.VALIDATOR, signerAddress);
            verifier = RequestVerifier.miner(miner, Set.of(miner, validator), at(Duration.ZERO), ReplayGuard.NONE);
        } else {
            headers.put(RequestHeaders.HOTKEY, signerAddress);
            verifier = RequestVerifier.platform(at(Duration.ZERO), ReplayGuard.NONE);
        }

        assertThat(verifier.verify(
                        request(signsBody ? "POST" : "GET", headers, body, signsBody ? null : vector.payload())))
                .isEqualTo(new Verdict.Accepted(signerAddress));
    }

    @Test
    void aMissingHeaderIsRefusedInTheProtocolsWords() {
        for (String header : Set.of(
                RequestHeaders.MINER, RequestHeaders.VALIDATOR, RequestHeaders.NONCE, RequestHeaders.SIGNATURE)) {
            Map<String, String> headers = management();
            headers.remove(header);

            assertRefused(minerSide().verify(get(headers)), Refusal.SIGNATURE_MISSING, "go away (missing)");
            headers.put(header, " ");
            assertRefused(minerSide().verify(get(headers)), Refusal.SIGNATURE_MISSING, "go away (missing)");
        }
        for (String header : Set.of(RequestHeaders.HOTKEY, RequestHeaders.NONCE, RequestHeaders.SIGNATURE)) {
            Map<String, String> headers = new HashMap<>(signer.forPurpose("miner"));
            headers.remove(header);

            assertRefused(
                    RequestVerifier.platform(at(Duration.ZERO), ReplayGuard.NONE)
                            .verify(get(headers)),
                    Refusal.SIGNATURE_MISSING,
                    "Invalid BT Auth.");
        }
    }

    @Test
    void anotherMinersRequestAndAStrangersSignatureAreRefused() {
        Map<String, String> forAnother = new HashMap<>(signer.managementForPurpose(validator, "management"));
        RequestSigner stranger = new RequestSigner(vectors.validator().hotkey(), at(Duration.ZERO));
        Map<String, String> byStranger = new HashMap<>(stranger.managementForPurpose(miner, "management"));

        assertRefused(minerSide().verify(get(forAnother)), Refusal.MINER_NOT_OURS, "go away (missing)");
        assertRefused(minerSide().verify(get(byStranger)), Refusal.SIGNER_NOT_ALLOWED, "go away (missing)");
    }

    @ParameterizedTest
    @CsvSource({"-29, ACCEPTED", "-30, NONCE_STALE", "-600, NONCE_STALE", "4, ACCEPTED", "5, NONCE_IN_FUTURE"})
    void theMinersWindowIsHalfAMinuteBackAndALittleSkewAhead(long offset, String expected) {
        assertThat(name(minerSideAt(Duration.ofSeconds(-offset)).verify(get(management()))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-599, ACCEPTED", "-600, NONCE_STALE", "599, ACCEPTED", "600, NONCE_IN_FUTURE"})
    void thePlatformsWindowIsTenMinutesBothWays(long offset, String expected) {
        RequestVerifier platform = RequestVerifier.platform(at(Duration.ofSeconds(-offset)), ReplayGuard.NONE);

        assertThat(name(platform.verify(request("GET", signer.forPurpose("miner"), NO_BODY, "miner"))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.5", "-1", "1e9", "٣", "99999999999999999999", "0x10", "1760000000-1"})
    void aNonceThatIsNoWholeNumberIsAVerdictAndNoException(String nonce) {
        Map<String, String> headers = management();
        headers.put(RequestHeaders.NONCE, nonce);

        assertThat(name(minerSide().verify(get(headers)))).isEqualTo("NONCE_MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz", "0x12", "abc", "00"})
    void aSignatureThatIsNot64BytesInHexIsAVerdictAndNoException(String signature) {
        Map<String, String> headers = management();
        headers.put(RequestHeaders.SIGNATURE, signature);

        assertThat(name(minerSide().verify(get(headers)))).isEqualTo("SIGNATURE_MALFORMED");
    }

    @Test
    void nothingThatACallerSendsMakesItThrow() {
        Random random = new Random(99);
        String[] names = {
            RequestHeaders.MINER,
            RequestHeaders.VALIDATOR,
            RequestHeaders.HOTKEY,
            RequestHeaders.NONCE,
            RequestHeaders.SIGNATURE,
            RequestHeaders.SIGNATURE_VERSION
        };
        for (int i = 0; i < 2_000; i++) {
            Map<String, String> headers = management();
            byte[] noise = new byte[random.nextInt(140)];
            random.nextBytes(noise);
            headers.put(names[random.nextInt(names.length)], new String(noise, StandardCharsets.ISO_8859_1));
            headers.putIfAbsent(RequestHeaders.HOTKEY, "nobody");

            assertThat(minerSide().verify(get(headers))).isNotNull();
            assertThat(RequestVerifier.platform(at(Duration.ZERO), ReplayGuard.NONE)
                            .verify(get(headers)))
                    .isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void theMinersSideHashesTheBodyOfAPostEvenWhenItIsEmpty() {
        assertThat(minerSide()
                        .verify(request("POST", signer.managementForBody(miner, NO_BODY), NO_BODY, "management"))
                        .accepted())
                .isTrue();
        assertThat(name(minerSide().verify(request("POST", management(), NO_BODY, "management"))))
                .isEqualTo("SIGNATURE_WRONG");
    }

    @Test
    void thePlatformsPurposeWinsOverTheBody() {
        RequestVerifier platform = RequestVerifier.platform(at(Duration.ZERO), ReplayGuard.NONE);

        assertThat(platform.verify(request("POST", signer.forPurpose("tee"), vectors.body(), "tee"))
                        .accepted())
                .isTrue();
        assertThat(name(platform.verify(request("POST", signer.forBody(vectors.body()), vectors.body(), "tee"))))
                .isEqualTo("SIGNATURE_WRONG");
        assertRefused(
                platform.verify(request("GET", signer.forPurpose("miner"), NO_BODY, null)),
                Refusal.SIGNATURE_MISSING,
                "Either payload_str or purpose must be provided");
    }

    @Test
    void aChangedBodyIsRefusedAndTheAnswerNamesTheMessageThatWasExpected() {
        byte[] changed = "{}".getBytes(StandardCharsets.UTF_8);

        Verdict verdict =
                minerSide().verify(request("POST", signer.managementForBody(miner, vectors.body()), changed, null));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.SIGNATURE_WRONG);
            assertThat(refused.detail())
                    .contains(miner + ":" + miner + ":" + vectors.nonce() + ":" + BodyHash.of(changed));
        });
    }

    @Test
    void aSignatureIsGoodOnceAlthoughItsNonceIsGoodForMany() {
        RequestVerifier verifier = minerSide();
        Map<String, String> first = management();
        Map<String, String> second = management();

        assertThat(verifier.verify(get(first)).accepted()).isTrue();
        assertThat(verifier.verify(get(second)).accepted()).isTrue();
        assertThat(name(verifier.verify(get(first)))).isEqualTo("REPLAYED");
        first.computeIfPresent(RequestHeaders.SIGNATURE, (name, hex) -> hex.toUpperCase(Locale.ROOT));
        assertThat(name(verifier.verify(get(first)))).isEqualTo("REPLAYED");
    }

    @Test
    void aForgedRequestUsesNothingUp() {
        RequestVerifier verifier = minerSide();
        Map<String, String> headers = version2("1760000000-a");
        Map<String, String> forged = new HashMap<>(headers);
        forged.put(RequestHeaders.SIGNATURE, management().get(RequestHeaders.SIGNATURE));

        assertThat(name(verifier.verify(get(forged)))).isEqualTo("SIGNATURE_WRONG");
        assertThat(verifier.verify(get(headers)).accepted()).isTrue();
    }

    @Test
    void theSecondVersionBindsMethodAndPathAndUsesItsNonceUp() {
        RequestVerifier verifier = minerSide();

        assertThat(verifier.verify(get(version2("1760000000"))).accepted()).isTrue();
        assertThat(name(verifier.verify(get(version2("1760000000"))))).isEqualTo("REPLAYED");
        assertThat(verifier.verify(get(version2("1760000000-b"))).accepted()).isTrue();
        assertThat(name(verifier.verify(request("DELETE", version2("1760000000-c"), NO_BODY, "management"))))
                .isEqualTo("SIGNATURE_WRONG");
        Map<String, String> unknown = version2("1760000000-d");
        unknown.put(RequestHeaders.SIGNATURE_VERSION, "3");
        assertThat(name(verifier.verify(get(unknown)))).isEqualTo("VERSION_UNKNOWN");
    }

    @Test
    void whatWasUsedIsForgottenAfterItsWindow() {
        Instant[] now = {vectors.signedAt()};
        RecentUses uses = new RecentUses(() -> now[0]);

        assertThat(uses.firstUse("a", Duration.ofSeconds(30))).isTrue();
        assertThat(uses.firstUse("a", Duration.ofSeconds(30))).isFalse();
        now[0] = now[0].plusSeconds(30);
        assertThat(uses.firstUse("a", Duration.ofSeconds(30))).isTrue();
    }

    private RequestVerifier minerSide() {
        return minerSideAt(Duration.ZERO);
    }

    private RequestVerifier minerSideAt(Duration later) {
        InstantSource clock = at(later);
        return RequestVerifier.miner(miner, Set.of(miner), clock, new RecentUses(clock));
    }

    private InstantSource at(Duration later) {
        return InstantSource.fixed(vectors.signedAt().plus(later));
    }

    private Map<String, String> management() {
        return new HashMap<>(signer.managementForPurpose(miner, "management"));
    }

    private Map<String, String> version2(String nonce) {
        return new HashMap<>(signer.managementVersion2(miner, "GET", "/servers/?a=b", nonce, null));
    }

    private static SignedRequest get(Map<String, String> headers) {
        return request("GET", headers, NO_BODY, "management");
    }

    private static SignedRequest request(
            String method, Map<String, String> headers, byte[] body, @Nullable String purpose) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        return new SignedRequest(method, "/servers/?a=b", anyCase::get, body, purpose);
    }

    private static String name(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted _ -> "ACCEPTED";
            case Verdict.Refused refused -> refused.refusal().name();
        };
    }

    private static void assertRefused(Verdict verdict, Refusal refusal, String detail) {
        assertThat(verdict).isEqualTo(new Verdict.Refused(refusal, detail, refusal.next()));
    }
}
