package dev.rigger.gpv1.attestation;

import dev.rigger.gpv1.attestation.AttestationRefusal.Code;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An Intel TDX quote in the format of DCAP, version 4 or 5, read and not yet believed. Intel TDX DCAP Quoting Library API, A.3.
 *
 * @param signed header and body, as the attestation key signed them
 * @param signature ECDSA P-256 over those, r and s of 32 bytes each
 * @param attestationKey P-256, x and y
 * @param enclaveReport of the quoting enclave, 384 bytes, as the platform's key signed it
 * @param authentication the enclave's own data, which its report binds to the key
 * @param certificates PEM, the platform's key first
 */
record TdxQuote(
        int version,
        TdReport report,
        byte[] signed,
        byte[] signature,
        byte[] attestationKey,
        byte[] enclaveReport,
        byte[] enclaveSignature,
        byte[] authentication,
        byte[] certificates) {
    static final int HEADER = 48;
    static final int ENCLAVE_REPORT = 384;

    private static final int TDX = 0x81;
    private static final int ECDSA_P256 = 2;
    private static final int ENCLAVE_CERTIFICATION = 6;
    private static final int PEM_CHAIN = 5;
    private static final String INTEL = "939a7233f79c4ca9940a0db3957f0607";

    /** @throws AttestationRefusal where it is none */
    static TdxQuote read(byte[] quote) {
        Fields fields = new Fields(quote, Code.QUOTE_UNREADABLE, "the quote");
        int version = readHeader(fields);
        TdReport report = readBody(version, fields);
        byte[] signed = Arrays.copyOf(quote, fields.position());
        Fields signature = new Fields(fields.bytes(fields.u32()), Code.QUOTE_UNREADABLE, "the quote's signature");
        fields.mustBeOverButForZeros();
        byte[] ecdsa = signature.bytes(64);
        byte[] key = signature.bytes(64);
        Fields enclave = certification(signature, ENCLAVE_CERTIFICATION, "the quote's certification");
        signature.mustBeOver();
        byte[] enclaveReport = enclave.bytes(ENCLAVE_REPORT);
        byte[] enclaveSignature = enclave.bytes(64);
        byte[] authentication = enclave.bytes(enclave.u16());
        byte[] certificates = certificates(enclave);
        enclave.mustBeOver();
        return new TdxQuote(
                version, report, signed, ecdsa, key, enclaveReport, enclaveSignature, authentication, certificates);
    }

    private static int readHeader(Fields fields) {
        int version = fields.u16();
        if (version != 4 && version != 5) {
            throw new AttestationRefusal(
                    Code.QUOTE_UNREADABLE, "the quote is of version " + version + ", and 4 and 5 are known");
        }
        int keyType = fields.u16();
        if (keyType != ECDSA_P256) {
            throw new AttestationRefusal(
                    Code.QUOTE_UNREADABLE, "the quote's key is of type " + keyType + ", and 2 (P-256) is known");
        }
        int teeType = fields.u32();
        if (teeType != TDX) {
            throw new AttestationRefusal(
                    Code.QUOTE_NOT_TDX,
                    "the quote is of TEE type 0x" + Integer.toHexString(teeType) + ", and TDX is 0x81");
        }
        fields.bytes(4);
        String vendor = HexFormat.of().formatHex(fields.bytes(16));
        if (!vendor.equals(INTEL)) {
            throw new AttestationRefusal(
                    Code.QUOTING_ENCLAVE_UNTRUSTED, "the quote names the quoting enclave of vendor " + vendor);
        }
        fields.bytes(20);
        return version;
    }

    private static TdReport readBody(int version, Fields fields) {
        if (version == 4) {
            return TdReport.read(fields);
        }
        int type = fields.u16();
        int size = fields.u32();
        if (!(type == 2 && size == TdReport.SIZE_1_0) && !(type == 3 && size == TdReport.SIZE_1_5)) {
            throw new AttestationRefusal(
                    type == 1 ? Code.QUOTE_NOT_TDX : Code.QUOTE_UNREADABLE,
                    "the quote's body is of type " + type + " and " + Integer.toUnsignedString(size)
                            + " bytes, and 2 of 584 and 3 of 648 are known");
        }
        return TdReport.read(new Fields(fields.bytes(size), Code.QUOTE_UNREADABLE, "the quote's body"));
    }

    private static Fields certification(Fields fields, int type, String of) {
        int found = fields.u16();
        if (found != type) {
            throw new AttestationRefusal(
                    Code.QUOTE_CERTIFICATION_MISSING, of + " is of type " + found + ", and " + type + " is wanted");
        }
        return new Fields(fields.bytes(fields.u32()), Code.QUOTE_UNREADABLE, of);
    }

    private static byte[] certificates(Fields enclave) {
        int type = enclave.u16();
        if (type != PEM_CHAIN) {
            throw new AttestationRefusal(
                    Code.QUOTE_CERTIFICATION_MISSING,
                    "the quote has no certificates with it, but data of type " + type + " to look them up with");
        }
        return enclave.bytes(enclave.u32());
    }
}
