package dev.rigger.gpv1.attestation;

import dev.rigger.gpv1.attestation.AttestationRefusal.Code;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;

/**
 * One GPU's report: the question (SPDM 1.1, GET_MEASUREMENTS) and its signed answer (MEASUREMENTS), DSP0274.
 *
 * <p>What the measurements are is not judged: their golden values (RIM) are NVIDIA's, and its service tells them.
 *
 * @param certificates PEM, the GPU's own first
 * @param report question and answer, one after the other
 */
record GpuEvidence(byte[] certificates, byte[] report) {
    private static final int VERSION = 0x11;
    private static final int GET_MEASUREMENTS = 0xe0;
    private static final int MEASUREMENTS = 0x60;
    private static final int NONCE = 32;
    private static final int SIGNATURE = 96;

    /**
     * The key of the GPU that reported, once its report is believed.
     *
     * @param of which GPU, for the refusal
     */
    PublicKey verified(String of, byte[] nonce, TrustedRoot root, Instant at) {
        readStructure(of, nonce);
        X509Certificate gpu;
        try {
            gpu = root.leaf(certificates, at);
        } catch (GeneralSecurityException e) {
            throw new AttestationRefusal(
                    Code.GPU_CHAIN_UNTRUSTED, of + ": its certificates do not hold: " + e.getMessage(), e);
        }
        int signed = report.length - SIGNATURE;
        byte[] signature = Arrays.copyOfRange(report, signed, report.length);
        if (!Ecdsa.verifies(Ecdsa.P384, gpu.getPublicKey(), Arrays.copyOf(report, signed), signature)) {
            throw new AttestationRefusal(Code.GPU_SIGNATURE_WRONG, of + ": its key did not sign its report");
        }
        return gpu.getPublicKey();
    }

    private void readStructure(String of, byte[] nonce) {
        Fields fields = new Fields(report, Code.GPU_EVIDENCE_UNREADABLE, of + ": its report");
        expect(fields, VERSION, of);
        expect(fields, GET_MEASUREMENTS, of);
        fields.bytes(2);
        byte[] asked = fields.bytes(NONCE);
        fields.bytes(1);
        expect(fields, VERSION, of);
        expect(fields, MEASUREMENTS, of);
        fields.bytes(2);
        int blocks = fields.u8();
        readBlocks(of, blocks, fields.bytes(fields.u24()));
        fields.bytes(NONCE);
        fields.bytes(fields.u16());
        fields.bytes(SIGNATURE);
        fields.mustBeOver();
        // The signature covers the question, and with it our nonce; the answer's own is the GPU's.
        if (!MessageDigest.isEqual(asked, nonce)) {
            throw new AttestationRefusal(Code.NONCE_MISMATCH, of + ": its report answers another nonce");
        }
    }

    private static void readBlocks(String of, int blocks, byte[] record) {
        Fields fields = new Fields(record, Code.GPU_EVIDENCE_UNREADABLE, of + ": its record of measurements");
        for (int i = 0; i < blocks; i++) {
            fields.bytes(2);
            fields.bytes(fields.u16());
        }
        fields.mustBeOver();
        if (blocks == 0) {
            throw new AttestationRefusal(Code.GPU_EVIDENCE_UNREADABLE, of + ": its report measures nothing");
        }
    }

    private static void expect(Fields fields, int value, String of) {
        int found = fields.u8();
        if (found != value) {
            throw new AttestationRefusal(
                    Code.GPU_EVIDENCE_UNREADABLE,
                    of + ": its report has 0x" + Integer.toHexString(found) + " where SPDM 1.1 has 0x"
                            + Integer.toHexString(value));
        }
    }
}
