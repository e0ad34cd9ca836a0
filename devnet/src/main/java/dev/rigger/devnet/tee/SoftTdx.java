package dev.rigger.devnet.tee;

import dev.rigger.gpv1.attestation.QuotingEnclave;
import dev.rigger.gpv1.attestation.TrustedRoot;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/** A platform with TDX in software: its own root, platform key, quoting enclave and attestation key. */
public final class SoftTdx {
    /** Of a devnet's quoting enclaves. */
    public static final QuotingEnclave ENCLAVE = new QuotingEnclave("d3".repeat(32), 2);

    private static final byte[] AUTHENTICATION = HexFormat.of().parseHex("00010203");
    private static final String VENDOR = "939a7233f79c4ca9940a0db3957f0607";

    private final SoftAuthority root;
    private final SoftAuthority platform;
    private final KeyPair attestationKey = SoftAuthority.keys("secp256r1");
    private final byte[] enclaveReport;

    private SoftTdx(SoftAuthority root, QuotingEnclave enclave, boolean debuggable) {
        this.root = root;
        this.platform = root.issue("CN=Devnet platform CA", true).issue("CN=Devnet platform", false);
        this.enclaveReport = enclaveReport(enclave, debuggable);
    }

    public static SoftTdx begin(Instant from) {
        return with(from, ENCLAVE, false);
    }

    /** With another quoting enclave than a devnet's own. */
    public static SoftTdx with(Instant from, QuotingEnclave enclave, boolean debuggable) {
        return new SoftTdx(SoftAuthority.root("CN=Devnet TDX root", "secp256r1", from), enclave, debuggable);
    }

    public TrustedRoot root() {
        return TrustedRoot.of(root.pemChain());
    }

    /** Version 4, with a TD report 1.0. */
    public byte[] quote(SoftDomain domain, byte[] reportData) {
        return quote(4, domain.report(reportData));
    }

    /** Version 5, with a TD report 1.0 or 1.5. */
    public byte[] quote5(SoftDomain domain, byte[] reportData, boolean report15) {
        byte[] report = Arrays.copyOf(domain.report(reportData), report15 ? 648 : 584);
        return quote(
                5,
                little(6 + report.length)
                        .putShort((short) (report15 ? 3 : 2))
                        .putInt(report.length)
                        .put(report)
                        .array());
    }

    private byte[] quote(int version, byte[] body) {
        byte[] signed = little(48 + body.length)
                .putShort((short) version)
                .putShort((short) 2)
                .putInt(0x81)
                .putInt(0)
                .put(HexFormat.of().parseHex(VENDOR))
                .put(new byte[20])
                .put(body)
                .array();
        byte[] chain = platform.pemChain();
        byte[] certification = little(384 + 64 + 2 + AUTHENTICATION.length + 6 + chain.length)
                .put(enclaveReport)
                .put(platform.sign(enclaveReport))
                .putShort((short) AUTHENTICATION.length)
                .put(AUTHENTICATION)
                .putShort((short) 5)
                .putInt(chain.length)
                .put(chain)
                .array();
        int size = 64 + 64 + 6 + certification.length;
        return little(signed.length + 4 + size)
                .put(signed)
                .putInt(size)
                .put(SoftAuthority.sign(attestationKey, "SHA256withECDSAinP1363Format", signed))
                .put(point(attestationKey))
                .putShort((short) 6)
                .putInt(certification.length)
                .put(certification)
                .array();
    }

    private byte[] enclaveReport(QuotingEnclave enclave, boolean debuggable) {
        ByteBuffer report = little(384);
        report.put(48, (byte) (debuggable ? 0x17 : 0x15));
        report.put(128, HexFormat.of().parseHex(enclave.signer()));
        report.putShort(256, (short) enclave.product());
        report.put(320, sha256(point(attestationKey), AUTHENTICATION));
        return report.array();
    }

    private static byte[] point(KeyPair keys) {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        return ByteBuffer.allocate(64)
                .put(coordinate(key.getW().getAffineX()))
                .put(coordinate(key.getW().getAffineY()))
                .array();
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
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
