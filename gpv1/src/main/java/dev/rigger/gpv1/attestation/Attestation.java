package dev.rigger.gpv1.attestation;

import dev.rigger.gpv1.attestation.AttestationRefusal.Code;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges a confidential machine's evidence: a genuine trust domain, of a known image, that answers this question, holds the
 * key of this connection, and has as many genuine GPUs as it claims.
 *
 * <p>It does not show that the platform's firmware is current, that no certificate is revoked, or that the GPUs' firmware is
 * as NVIDIA made it: that takes Intel's and NVIDIA's services, and is the validator's part.
 */
public final class Attestation {
    private final TdxVerifier platform;
    private final TrustedRoot gpuRoot;

    public Attestation(TdxVerifier platform, TrustedRoot gpuRoot) {
        this.platform = platform;
        this.gpuRoot = gpuRoot;
    }

    /** With Intel's and NVIDIA's roots. */
    public static Attestation genuine() {
        return new Attestation(new TdxVerifier(TrustedRoot.intel(), QuotingEnclave.INTEL), TrustedRoot.nvidia());
    }

    /**
     * What is asked of the evidence.
     *
     * @param nonce 32 bytes, drawn for this question
     * @param connection the key of the certificate with which the machine answered
     * @param images those that are accepted
     * @param gpuType short name
     * @param gpus how many the machine claims
     */
    public record Question(byte[] nonce, PublicKey connection, List<KnownImage> images, String gpuType, int gpus) {}

    /**
     * The image that the machine runs.
     *
     * @throws AttestationRefusal where the evidence does not show what it must
     */
    public KnownImage verify(Evidence evidence, Question question, Instant at) {
        TdReport report = platform.verified(evidence.quote(), at);
        checkBinding(report, question);
        checkGpus(evidence, question, at);
        return image(report, question);
    }

    private static void checkBinding(TdReport report, Question question) {
        byte[] data = report.reportData();
        if (!MessageDigest.isEqual(Arrays.copyOf(data, 32), question.nonce())) {
            throw new AttestationRefusal(Code.NONCE_MISMATCH, "the quote answers another nonce");
        }
        byte[] key = TdxVerifier.sha256(question.connection().getEncoded());
        if (!MessageDigest.isEqual(Arrays.copyOfRange(data, 32, 64), key)) {
            throw new AttestationRefusal(
                    Code.TLS_KEY_MISMATCH, "the quote was made for another key than that of the connection");
        }
    }

    private static KnownImage image(TdReport report, Question question) {
        List<KnownImage> measured = question.images().stream()
                .filter(image -> image.measures(report))
                .toList();
        if (measured.isEmpty()) {
            throw new AttestationRefusal(
                    Code.MEASUREMENT_UNKNOWN,
                    "none of " + question.images().size() + " known images has MRTD " + report.mrTdHex()
                            + " with RTMR0 to 3 " + report.rtmrHex(0) + ", " + report.rtmrHex(1) + ", "
                            + report.rtmrHex(2) + ", " + report.rtmrHex(3));
        }
        return measured.stream()
                .filter(image -> image.fits(question.gpuType(), question.gpus()))
                .findFirst()
                .orElseThrow(() -> new AttestationRefusal(
                        Code.MEASUREMENT_UNKNOWN,
                        "image " + measured.getFirst().version() + " is for "
                                + measured.getFirst().gpuCount()
                                + " GPUs of " + measured.getFirst().gpuTypes() + ", and the machine has "
                                + question.gpus() + " of " + question.gpuType()));
    }

    private void checkGpus(Evidence evidence, Question question, Instant at) {
        if (evidence.gpus().size() != question.gpus()) {
            throw new AttestationRefusal(
                    Code.GPU_EVIDENCE_COUNT,
                    evidence.gpus().size() + " GPUs gave evidence, and the machine claims " + question.gpus());
        }
        Set<PublicKey> seen = new HashSet<>();
        for (int i = 0; i < evidence.gpus().size(); i++) {
            if (!seen.add(evidence.gpus().get(i).verified("GPU " + i, question.nonce(), gpuRoot, at))) {
                throw new AttestationRefusal(
                        Code.GPU_EVIDENCE_REPEATED, "GPU " + i + " gave the evidence of one before it");
            }
        }
    }
}
