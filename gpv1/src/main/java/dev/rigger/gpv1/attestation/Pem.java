package dev.rigger.gpv1.attestation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates as text (RFC 7468), nothing before, between or after them, and each written as it would be written again. */
final class Pem {
    private static final Pattern ONE = Pattern.compile(
            "-----BEGIN CERTIFICATE-----\\r?\\n((?:[A-Za-z0-9+/=]+\\r?\\n)+)-----END CERTIFICATE-----(?:\\r?\\n)*");

    private Pem() {}

    /** @throws CertificateException where it is anything else, or empty */
    static List<X509Certificate> read(byte[] pem) throws CertificateException {
        int length = endsAsText(pem) ? pem.length - 1 : pem.length;
        Matcher matcher = ONE.matcher(new String(pem, 0, length, US_ASCII));
        List<X509Certificate> certificates = new ArrayList<>();
        while (matcher.regionStart() < length) {
            if (!matcher.lookingAt()) {
                throw new CertificateException("at byte " + matcher.regionStart() + " no certificate begins that ends");
            }
            certificates.add(certificate(matcher.group(1).replaceAll("[\\r\\n]", "")));
            matcher.region(matcher.end(), length);
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("there are no certificates");
        }
        return certificates;
    }

    /** Platforms end theirs with a zero byte after the last line. */
    private static boolean endsAsText(byte[] pem) {
        return pem.length > 1 && pem[pem.length - 1] == 0 && pem[pem.length - 2] == '\n';
    }

    private static X509Certificate certificate(String base64) throws CertificateException {
        byte[] der;
        try {
            der = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new CertificateException("a certificate is not base64", e);
        }
        if (!Base64.getEncoder().encodeToString(der).equals(base64)) {
            throw new CertificateException("a certificate's base64 ends in bits that nothing reads");
        }
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        checkWhole(certificate, der);
        return certificate;
    }

    /** The JDK reads one certificate of what it is given, and a signature with bits that do not count: either could be changed. */
    private static void checkWhole(X509Certificate certificate, byte[] der) throws CertificateException {
        if (certificate.getEncoded().length != der.length) {
            throw new CertificateException("something follows a certificate within its base64");
        }
        int unusedBits = der[der.length - certificate.getSignature().length - 1];
        if (unusedBits != 0) {
            throw new CertificateException("a certificate's signature leaves bits unused");
        }
    }
}
