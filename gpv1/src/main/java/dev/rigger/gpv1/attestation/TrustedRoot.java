package dev.rigger.gpv1.attestation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** A root to which a chain of certificates must lead (RFC 5280). Revocation lists are not asked. */
public final class TrustedRoot {
    private final X509Certificate root;

    private TrustedRoot(X509Certificate root) {
        this.root = root;
    }

    /** Intel SGX Root CA, which certifies the platforms that quote. */
    public static TrustedRoot intel() {
        return shipped("intel-sgx-root-ca.pem");
    }

    /** NVIDIA Device Identity CA, which certifies GPUs. */
    public static TrustedRoot nvidia() {
        return shipped("nvidia-device-root-ca.pem");
    }

    /** @throws IllegalArgumentException where that is not one certificate */
    public static TrustedRoot of(byte[] pem) {
        try {
            List<X509Certificate> certificates = Pem.read(pem);
            if (certificates.size() != 1) {
                throw new IllegalArgumentException("a root is one certificate, and these are " + certificates.size());
            }
            return new TrustedRoot(certificates.getFirst());
        } catch (CertificateException e) {
            throw new IllegalArgumentException("a root cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The chain's first certificate, once the chain is believed.
     *
     * @param pem first the one that signs, last the root or the one that it certified
     * @throws GeneralSecurityException where it does not lead here, or not at that time
     */
    X509Certificate leaf(byte[] pem, Instant at) throws GeneralSecurityException {
        List<X509Certificate> chain = Pem.read(pem);
        List<X509Certificate> path = chain.getLast().equals(root) ? chain.subList(0, chain.size() - 1) : chain;
        if (path.isEmpty()) {
            throw new CertificateException("it is the root alone");
        }
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        return path.getFirst();
    }

    private static TrustedRoot shipped(String name) {
        try (InputStream pem = TrustedRoot.class.getResourceAsStream(name)) {
            if (pem == null) {
                throw new IllegalStateException("There is no resource " + name);
            }
            return of(pem.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }
}
