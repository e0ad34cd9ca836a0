package dev.rigger.devnet.tee;

import dev.rigger.gpv1.attestation.TrustedRoot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** GPUs that report on themselves in SPDM 1.1, each with a key under one root. */
public final class SoftGpus {
    private final SoftAuthority root;
    private final List<SoftAuthority> gpus = new ArrayList<>();

    public SoftGpus(int count, Instant from) {
        this.root = SoftAuthority.root("CN=Devnet GPU root", "secp384r1", from);
        SoftAuthority maker = root.issue("CN=Devnet GPUs", true);
        for (int i = 0; i < count; i++) {
            gpus.add(maker.issue("CN=Devnet GPU " + i, false));
        }
    }

    public TrustedRoot root() {
        return TrustedRoot.of(root.pemChain());
    }

    /** Question and answer, signed. */
    public byte[] report(int gpu, byte[] nonce) {
        byte[] measurement = {1, 1, 4, 0, 1, 1, 0, 7};
        byte[] signed = ByteBuffer.allocate(37 + 8 + measurement.length + 32 + 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {0x11, (byte) 0xe0, 1, (byte) 0xff})
                .put(nonce)
                .put((byte) 0)
                .put(new byte[] {0x11, 0x60, 0, 0, 1, (byte) measurement.length, 0, 0})
                .put(measurement)
                .put(new byte[32])
                .putShort((short) 0)
                .array();
        byte[] signature = gpus.get(gpu).sign(signed);
        return ByteBuffer.allocate(signed.length + signature.length)
                .put(signed)
                .put(signature)
                .array();
    }

    /** One entry of {@code nvtrust_evidence}. */
    public Map<String, String> evidence(int gpu, byte[] report) {
        return Map.of(
                "arch",
                "HOPPER",
                "certificate",
                Base64.getEncoder().encodeToString(gpus.get(gpu).pemChain()),
                "evidence",
                Base64.getEncoder().encodeToString(report));
    }

    public int count() {
        return gpus.size();
    }
}
