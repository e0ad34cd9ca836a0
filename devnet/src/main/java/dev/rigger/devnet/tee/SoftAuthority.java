package dev.rigger.devnet.tee;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A key with its certificate (RFC 5280), and whatever it certifies in turn. Its keys guard nothing. */
public final class SoftAuthority {
    private static final Duration LIFE = Duration.ofDays(365);
    private static final AtomicLong SERIALS = new AtomicLong(1);

    private final String curve;
    private final Instant from;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final String pemChain;

    private SoftAuthority(String curve, Instant from, KeyPair keys, X509Certificate certificate, String pemChain) {
        this.curve = curve;
        this.from = from;
        this.keys = keys;
        this.certificate = certificate;
        this.pemChain = pemChain;
    }

    /**
     * A root, good for a year.
     *
     * @param curve {@code secp256r1} or {@code secp384r1}
     */
    public static SoftAuthority root(String name, String curve, Instant from) {
        KeyPair keys = keys(curve);
        X509Certificate certificate = certify(name, keys, name, keys, curve, from, true);
        return new SoftAuthority(curve, from, keys, certificate, pem(certificate));
    }

    /** @param authority whether it may certify others */
    public SoftAuthority issue(String name, boolean authority) {
        KeyPair own = keys(curve);
        String issuer = certificate.getSubjectX500Principal().getName();
        X509Certificate issued = certify(name, own, issuer, keys, curve, from, authority);
        return new SoftAuthority(curve, from, own, issued, pem(issued) + pemChain);
    }

    /** This one's first, the root's last. */
    public byte[] pemChain() {
        return pemChain.getBytes(US_ASCII);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public KeyPair keys() {
        return keys;
    }

    /** ECDSA, r and s side by side. */
    public byte[] sign(byte[] message) {
        return sign(keys, hash(curve) + "withECDSAinP1363Format", message);
    }

    static byte[] sign(KeyPair keys, String algorithm, byte[] message) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(keys.getPrivate());
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }

    static KeyPair keys(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + curve, e);
        }
    }

    private static X509Certificate certify(
            String name,
            KeyPair own,
            String issuer,
            KeyPair issuerKeys,
            String curve,
            Instant from,
            boolean authority) {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(
                curve.equals("secp384r1")
                        ? X9ObjectIdentifiers.ecdsa_with_SHA384
                        : X9ObjectIdentifiers.ecdsa_with_SHA256);
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            extensions.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
            V3TBSCertificateGenerator body = new V3TBSCertificateGenerator();
            body.setSerialNumber(new ASN1Integer(BigInteger.valueOf(SERIALS.getAndIncrement())));
            body.setIssuer(new X500Name(issuer));
            body.setSubject(new X500Name(name));
            body.setStartDate(new Time(Date.from(from)));
            body.setEndDate(new Time(Date.from(from.plus(LIFE))));
            body.setSignature(algorithm);
            body.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()));
            body.setExtensions(extensions.generate());
            TBSCertificate signed = body.generateTBSCertificate();
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(signed);
            parts.add(algorithm);
            parts.add(
                    new DERBitString(sign(issuerKeys, hash(curve) + "withECDSA", signed.getEncoded(ASN1Encoding.DER))));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(new DERSequence(parts).getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("A certificate for " + name + " cannot be made", e);
        }
    }

    private static String hash(String curve) {
        return curve.equals("secp384r1") ? "SHA384" : "SHA256";
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate cannot be encoded", e);
        }
    }
}
