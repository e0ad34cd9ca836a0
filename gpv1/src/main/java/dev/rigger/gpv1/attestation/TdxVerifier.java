package dev.rigger.gpv1.attestation;

import dev.rigger.gpv1.attestation.AttestationRefusal.Code;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;

/**
 * Whether a quote comes from a genuine TDX platform: root → platform's certificate → quoting enclave → attestation key →
 * report, and no part of it open to debuggers.
 *
 * <p>Not asked: revocation lists, and how current the platform's firmware is (TCB status), which Intel's service tells.
 */
public final class TdxVerifier {
    private final TrustedRoot root;
    private final QuotingEnclave enclave;

    public TdxVerifier(TrustedRoot root, QuotingEnclave enclave) {
        this.root = root;
        this.enclave = enclave;
    }

    /** @throws AttestationRefusal where it does not */
    TdReport verified(byte[] bytes, Instant at) {
        TdxQuote quote = TdxQuote.read(bytes);
        X509Certificate platform = platform(quote, at);
        if (!Ecdsa.verifies(Ecdsa.P256, platform.getPublicKey(), quote.enclaveReport(), quote.enclaveSignature())) {
            throw new AttestationRefusal(
                    Code.QUOTE_SIGNATURE_WRONG, "the platform's key did not sign the quoting enclave's report");
        }
        enclave.check(quote.enclaveReport());
        byte[] bound = Arrays.copyOf(sha256(quote.attestationKey(), quote.authentication()), 64);
        if (!MessageDigest.isEqual(bound, QuotingEnclave.reportData(quote.enclaveReport()))) {
            throw new AttestationRefusal(
                    Code.QUOTE_SIGNATURE_WRONG, "the quoting enclave does not vouch for the attestation key");
        }
        if (!Ecdsa.verifies(Ecdsa.P256, attestationKey(quote), quote.signed(), quote.signature())) {
            throw new AttestationRefusal(Code.QUOTE_SIGNATURE_WRONG, "the attestation key did not sign the quote");
        }
        checkProtection(quote.report());
        return quote.report();
    }

    private X509Certificate platform(TdxQuote quote, Instant at) {
        try {
            return root.leaf(quote.certificates(), at);
        } catch (GeneralSecurityException e) {
            throw new AttestationRefusal(
                    Code.QUOTE_CHAIN_UNTRUSTED, "the quote's certificates do not hold: " + e.getMessage(), e);
        }
    }

    private static PublicKey attestationKey(TdxQuote quote) {
        try {
            return Ecdsa.p256(quote.attestationKey());
        } catch (GeneralSecurityException e) {
            throw new AttestationRefusal(Code.QUOTE_SIGNATURE_WRONG, "the attestation key is no key of P-256", e);
        }
    }

    private static void checkProtection(TdReport report) {
        if (report.attributes()[0] != 0) {
            throw new AttestationRefusal(Code.TD_DEBUGGABLE, "the trust domain can be debugged");
        }
        if (!zero(report.seamSigner()) || !zero(report.seamAttributes())) {
            throw new AttestationRefusal(Code.TDX_MODULE_UNTRUSTED, "the TDX module is not Intel's own");
        }
    }

    private static boolean zero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
