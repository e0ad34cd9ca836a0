package dev.rigger.gpv1.attestation;

import java.util.HexFormat;
import java.util.List;

/**
 * The body of a TDX quote: TD report 1.0 (584 bytes), whose fields 1.5 (648 bytes) begins with. Intel TDX DCAP Quoting
 * Library API, A.3.2.
 *
 * @param seamSigner MRSIGNERSEAM; zeros for Intel's own TDX module
 * @param attributes of the trust domain; the first byte's bits make it debuggable
 * @param mrTd the image's measurement at its start, 48 bytes
 * @param rtmrs the four registers that it extended since
 * @param reportData 64 bytes that the trust domain chose
 */
record TdReport(
        byte[] seamSigner,
        byte[] seamAttributes,
        byte[] attributes,
        byte[] mrTd,
        List<byte[]> rtmrs,
        byte[] reportData) {
    static final int SIZE_1_0 = 584;
    static final int SIZE_1_5 = 648;

    private static final int REGISTER = 48;

    static TdReport read(Fields body) {
        body.bytes(16);
        body.bytes(REGISTER);
        byte[] seamSigner = body.bytes(REGISTER);
        byte[] seamAttributes = body.bytes(8);
        byte[] attributes = body.bytes(8);
        body.bytes(8);
        byte[] mrTd = body.bytes(REGISTER);
        body.bytes(3 * REGISTER);
        List<byte[]> rtmrs =
                List.of(body.bytes(REGISTER), body.bytes(REGISTER), body.bytes(REGISTER), body.bytes(REGISTER));
        return new TdReport(seamSigner, seamAttributes, attributes, mrTd, rtmrs, body.bytes(64));
    }

    String mrTdHex() {
        return HexFormat.of().formatHex(mrTd);
    }

    String rtmrHex(int index) {
        return HexFormat.of().formatHex(rtmrs.get(index));
    }
}
