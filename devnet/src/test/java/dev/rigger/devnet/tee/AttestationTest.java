package dev.rigger.devnet.tee;

import static dev.rigger.gpv1.attestation.AttestationRefusal.Code.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.gpv1.attestation.Attestation;
import dev.rigger.gpv1.attestation.AttestationRefusal;
import dev.rigger.gpv1.attestation.AttestationRefusal.Code;
import dev.rigger.gpv1.attestation.Evidence;
import dev.rigger.gpv1.attestation.KnownImage;
import dev.rigger.gpv1.attestation.QuotingEnclave;
import dev.rigger.gpv1.attestation.TrustedRoot;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evidence of a platform and of GPUs in software: honest, changed in every field, cut short, and made by others. */
class AttestationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-09-01T00:00:00Z");
    private static final SoftDomain IMAGE = SoftDomain.image(1);
    private static final byte[] NONCE = new byte[32];
    private static final PublicKey CONNECTION = SoftAuthority.keys("secp256r1").getPublic();
    private static final int GPUS = 2;

    private static SoftTdx platform;
    private static SoftGpus gpus;
    private static Attestation attestation;
    private static byte[] quote;
    private static List<Map<String, String>> reports;

    @BeforeAll
    static void makePlatform() {
        Arrays.fill(NONCE, (byte) 0x5a);
        platform = SoftTdx.begin(NOW);
        gpus = new SoftGpus(GPUS, NOW);
        attestation = AttestingMachine.believing(platform, gpus);
        quote = platform.quote(IMAGE, reportData());
        reports = List.of(gpus.evidence(0, gpus.report(0, NONCE)), gpus.evidence(1, gpus.report(1, NONCE)));
    }

    @Test
    void genuineEvidenceTellsTheImage() throws IOException {
        assertThat(verify(quote).version()).isEqualTo("1.4.0");
        assertThat(verify(platform.quote5(IMAGE, reportData(), false)).version())
                .isEqualTo("1.4.0");
        assertThat(verify(platform.quote5(IMAGE, reportData(), true)).version()).isEqualTo("1.4.0");
        assertThat(verify(Arrays.copyOf(quote, quote.length + 100)).version())
                .as("zeros fill up a buffer")
                .isEqualTo("1.4.0");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0,    version,                    QUOTE_UNREADABLE
            2,    type of key,                QUOTE_UNREADABLE
            4,    type of TEE,                QUOTE_NOT_TDX
            8,    reserved,                   QUOTE_SIGNATURE_WRONG
            12,   vendor,                     QUOTING_ENCLAVE_UNTRUSTED
            28,   user data,                  QUOTE_SIGNATURE_WRONG
            48,   TEE TCB SVN,                QUOTE_SIGNATURE_WRONG
            64,   MRSEAM,                     QUOTE_SIGNATURE_WRONG
            112,  MRSIGNERSEAM,               QUOTE_SIGNATURE_WRONG
            160,  SEAM attributes,            QUOTE_SIGNATURE_WRONG
            168,  TD attributes,              QUOTE_SIGNATURE_WRONG
            176,  XFAM,                       QUOTE_SIGNATURE_WRONG
            184,  MRTD,                       QUOTE_SIGNATURE_WRONG
            232,  MRCONFIGID,                 QUOTE_SIGNATURE_WRONG
            280,  MROWNER,                    QUOTE_SIGNATURE_WRONG
            328,  MROWNERCONFIG,              QUOTE_SIGNATURE_WRONG
            376,  RTMR0,                      QUOTE_SIGNATURE_WRONG
            424,  RTMR1,                      QUOTE_SIGNATURE_WRONG
            472,  RTMR2,                      QUOTE_SIGNATURE_WRONG
            520,  RTMR3,                      QUOTE_SIGNATURE_WRONG
            568,  nonce,                      QUOTE_SIGNATURE_WRONG
            631,  key of the connection,      QUOTE_SIGNATURE_WRONG
            632,  size of the signature,      QUOTE_UNREADABLE
            636,  signature,                  QUOTE_SIGNATURE_WRONG
            700,  attestation key,            QUOTE_SIGNATURE_WRONG
            764,  type of certification,      QUOTE_CERTIFICATION_MISSING
            766,  size of certification,      QUOTE_UNREADABLE
            770,  enclave's CPU SVN,          QUOTE_SIGNATURE_WRONG
            818,  enclave's attributes,       QUOTE_SIGNATURE_WRONG
            898,  enclave's signer,           QUOTE_SIGNATURE_WRONG
            1026, enclave's product,          QUOTE_SIGNATURE_WRONG
            1090, enclave's report data,      QUOTE_SIGNATURE_WRONG
            1154, enclave's signature,        QUOTE_SIGNATURE_WRONG
            1218, size of authentication,     QUOTE_CERTIFICATION_MISSING
            1220, authentication,             QUOTE_SIGNATURE_WRONG
            1224, type of certificates,       QUOTE_CERTIFICATION_MISSING
            1226, size of certificates,       QUOTE_UNREADABLE
            1300, the platform's certificate, QUOTE_CHAIN_UNTRUSTED""")
    void aChangedFieldIsNoticed(int offset, String field, Code code) {
        byte[] changed = quote.clone();
        changed[offset] ^= 1;
        assertThat(refusal(changed)).as(field).isEqualTo(code);
    }

    @Test
    void whatIsGenuineAndNotWantedIsRefused() {
        byte[] module = new byte[48];
        module[0] = 1;
        assertThat(refusal(platform.quote(IMAGE.debuggable(), reportData()))).isEqualTo(TD_DEBUGGABLE);
        assertThat(refusal(platform.quote(IMAGE.ofModuleBy(module), reportData())))
                .isEqualTo(TDX_MODULE_UNTRUSTED);
        assertThat(refusal(platform.quote(SoftDomain.image(2), reportData()))).isEqualTo(MEASUREMENT_UNKNOWN);
        assertThat(refusal(platform.quote(IMAGE, AttestingMachine.reportData(new byte[32], CONNECTION))))
                .isEqualTo(NONCE_MISMATCH);
        PublicKey other = SoftAuthority.keys("secp256r1").getPublic();
        assertThat(refusal(platform.quote(IMAGE, AttestingMachine.reportData(NONCE, other))))
                .isEqualTo(TLS_KEY_MISMATCH);
    }

    @Test
    void whatOthersMadeIsRefused() {
        byte[] foreign = SoftTdx.begin(NOW).quote(IMAGE, reportData());
        assertThat(refusal(foreign)).isEqualTo(QUOTE_CHAIN_UNTRUSTED);

        SoftTdx strange = SoftTdx.with(NOW, new QuotingEnclave("ab".repeat(32), 2), false);
        assertThat(refusal(AttestingMachine.believing(strange, gpus), strange.quote(IMAGE, reportData()), NOW))
                .isEqualTo(QUOTING_ENCLAVE_UNTRUSTED);
        SoftTdx open = SoftTdx.with(NOW, SoftTdx.ENCLAVE, true);
        assertThat(refusal(AttestingMachine.believing(open, gpus), open.quote(IMAGE, reportData()), NOW))
                .isEqualTo(QUOTING_ENCLAVE_UNTRUSTED);
        assertThat(refusal(Attestation.genuine(), quote, NOW)).isEqualTo(QUOTE_CHAIN_UNTRUSTED);
    }

    @Test
    void certificatesHoldForTheirTime() {
        assertThat(refusal(attestation, quote, NOW.plus(Duration.ofDays(366)))).isEqualTo(QUOTE_CHAIN_UNTRUSTED);
        assertThat(refusal(attestation, quote, NOW.minusSeconds(1))).isEqualTo(QUOTE_CHAIN_UNTRUSTED);
    }

    @Test
    void theRootsThatAreShippedAreIntelsAndNvidias() {
        assertThat(TrustedRoot.intel()).isNotNull();
        assertThat(TrustedRoot.nvidia()).isNotNull();
        assertThatThrownBy(() -> TrustedRoot.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aQuoteThatIsCutShortAnywhereIsRefused() {
        for (int length = 0; length < quote.length; length++) {
            assertThat(refusal(Arrays.copyOf(quote, length)))
                    .as("%d bytes", length)
                    .isNotNull();
        }
    }

    @Test
    void noLineOfItsCertificatesEndsOtherwise() {
        for (int at = 0; at < quote.length; at++) {
            if (quote[at] == '\n' && at > quote.length / 2) {
                for (byte other : new byte[] {'\r', 0, ' '}) {
                    byte[] mutated = quote.clone();
                    mutated[at] = other;
                    assertThat(refusal(mutated)).as("%d at %d", other, at).isNotNull();
                }
            }
        }
    }

    @Test
    void noneOfAThousandMutationsIsAccepted() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            byte[] mutated = quote.clone();
            int at = random.nextInt(mutated.length);
            mutated[at] ^= (byte) (1 + random.nextInt(255));
            assertThat(refusal(mutated)).as("mutation %d at %d", i, at).isNotNull();
        }
    }

    @Test
    void gpusReportEachForItself() {
        assertThat(refusalOfGpus(report(0))).isEqualTo(GPU_EVIDENCE_COUNT);
        assertThat(refusalOfGpus(report(0), report(0))).isEqualTo(GPU_EVIDENCE_REPEATED);
        assertThat(refusalOfGpus(report(0), gpus.evidence(1, gpus.report(0, NONCE))))
                .isEqualTo(GPU_SIGNATURE_WRONG);
        assertThat(refusalOfGpus(report(0), gpus.evidence(1, gpus.report(1, new byte[32]))))
                .isEqualTo(NONCE_MISMATCH);
        SoftGpus foreign = new SoftGpus(1, NOW);
        assertThat(refusalOfGpus(report(0), foreign.evidence(0, foreign.report(0, NONCE))))
                .isEqualTo(GPU_CHAIN_UNTRUSTED);
    }

    @Test
    void aGpusReportThatIsCutShortOrChangedIsRefused() {
        byte[] report = gpus.report(1, NONCE);
        for (int length = 0; length < report.length; length++) {
            assertThat(refusalOfGpus(report(0), gpus.evidence(1, Arrays.copyOf(report, length))))
                    .as("%d bytes", length)
                    .isEqualTo(GPU_EVIDENCE_UNREADABLE);
        }
        for (int at = 0; at < report.length; at++) {
            byte[] changed = report.clone();
            changed[at] ^= 1;
            assertThat(refusalOfGpus(report(0), gpus.evidence(1, changed)))
                    .as("byte %d", at)
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            not json                                      | QUOTE_UNREADABLE
            {}                                            | QUOTE_UNREADABLE
            {"tdx_quote":"?"}                             | QUOTE_UNREADABLE
            {"tdx_quote":"AAAA"}                          | GPU_EVIDENCE_UNREADABLE
            {"tdx_quote":"AAAA","nvtrust_evidence":"["}   | GPU_EVIDENCE_UNREADABLE
            {"tdx_quote":"AAAA","nvtrust_evidence":"[1]"} | GPU_EVIDENCE_UNREADABLE
            {"tdx_quote":"AAAA","nvtrust_evidence":[]}    | QUOTE_UNREADABLE""")
    void anAnswerThatIsNoEvidenceIsRefused(String body, Code code) {
        assertThatThrownBy(() -> attestation.verify(Evidence.read(body.getBytes(UTF_8)), question(), NOW))
                .isInstanceOfSatisfying(
                        AttestationRefusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void anImageWithoutMeasurementsWouldLetInEverything() {
        assertThatThrownBy(() -> KnownImage.list(JSON.readTree("[{\"version\":\"1\",\"rtmrs\":{}}]")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] reportData() {
        return AttestingMachine.reportData(NONCE, CONNECTION);
    }

    private static Map<String, String> report(int gpu) {
        return reports.get(gpu);
    }

    private static KnownImage verify(byte[] given) throws IOException {
        return attestation.verify(evidence(given, reports), question(), NOW);
    }

    private static Code refusal(byte[] given) {
        return refusal(attestation, given, NOW);
    }

    private static Code refusal(Attestation by, byte[] given, Instant at) {
        return refusal(by, given, at, reports);
    }

    @SafeVarargs
    private static Code refusalOfGpus(Map<String, String>... given) {
        return refusal(attestation, quote, NOW, List.of(given));
    }

    /** Any other exception fails the test, as does acceptance. */
    private static Code refusal(Attestation by, byte[] given, Instant at, List<Map<String, String>> ofGpus) {
        List<Code> codes = new ArrayList<>();
        assertThatThrownBy(() -> by.verify(evidence(given, ofGpus), question(), at))
                .isInstanceOfSatisfying(AttestationRefusal.class, refusal -> {
                    assertThat(refusal.code().next()).isNotBlank();
                    codes.add(refusal.code());
                });
        return codes.getFirst();
    }

    private static Evidence evidence(byte[] given, List<Map<String, String>> ofGpus) throws IOException {
        return Evidence.read(JSON.writeValueAsBytes(Map.of(
                "tdx_quote",
                Base64.getEncoder().encodeToString(given),
                "nvtrust_evidence",
                JSON.writeValueAsString(ofGpus))));
    }

    private static Attestation.Question question() {
        List<KnownImage> images = KnownImage.list(JSON.valueToTree(List.of(IMAGE.measurement("1.4.0", "h200", GPUS))));
        return new Attestation.Question(NONCE, CONNECTION, images, "h200", GPUS);
    }
}
