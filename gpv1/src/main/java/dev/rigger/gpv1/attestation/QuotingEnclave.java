package dev.rigger.gpv1.attestation;

import dev.rigger.gpv1.attestation.AttestationRefusal.Code;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whose quoting enclave may sign: its signer's measurement and product, as Intel's QE identity of TDX names them.
 *
 * @param signer MRSIGNER, 32 bytes in hex
 * @param product ISVPRODID
 */
public record QuotingEnclave(String signer, int product) {
    /** Intel's TD quoting enclave. */
    public static final QuotingEnclave INTEL =
            new QuotingEnclave("dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5", 2);

    private static final int DEBUG = 0x02;

    /** @param report an SGX report; Intel SGX Programming Reference, REPORT */
    void check(byte[] report) {
        String found = HexFormat.of().formatHex(report, 128, 160);
        int foundProduct = report[256] & 0xff | (report[257] & 0xff) << 8;
        if (!found.equals(signer) || foundProduct != product) {
            throw new AttestationRefusal(
                    Code.QUOTING_ENCLAVE_UNTRUSTED,
                    "the quoting enclave is product " + foundProduct + " of signer " + found);
        }
        if ((report[48] & DEBUG) != 0) {
            throw new AttestationRefusal(Code.QUOTING_ENCLAVE_UNTRUSTED, "the quoting enclave can be debugged");
        }
    }

    /** The 64 bytes that the enclave chose: a hash of its key, and zeros. */
    static byte[] reportData(byte[] report) {
        return Arrays.copyOfRange(report, 320, 384);
    }
}
