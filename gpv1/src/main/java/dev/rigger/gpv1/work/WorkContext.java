package dev.rigger.gpv1.work;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One GPU's work under one seed: GPV1's {@code ctx} and everything generated from it. */
public final class WorkContext {
    private final Profile profile;
    private final GpuIdentity gpu;
    private final long rows;
    private final byte[] digest;

    public WorkContext(long seed, Profile profile, GpuIdentity gpu) {
        this.profile = profile;
        this.gpu = gpu;
        this.rows = profile.rowsFor(gpu);
        this.digest = Digests.of(
                "GPV1/ctx\0",
                Digests.le64(seed),
                Digests.le32(profile.order()),
                Digests.le32(profile.layers()),
                Digests.le32(profile.passes()),
                Digests.le64(rows),
                Digests.le32(profile.groupRows()),
                Digests.ascii(gpu.text()));
    }

    public Profile profile() {
        return profile;
    }

    public GpuIdentity gpu() {
        return gpu;
    }

    /** m. */
    public long rows() {
        return rows;
    }

    /** Merkle leaves. */
    public long groups() {
        return rows / profile.groupRows();
    }

    /** {@code ctx}, 32 bytes. */
    public byte[] digest() {
        return digest.clone();
    }

    /** Key of X0's generator. */
    public PhiloxKey startKey() {
        return start().key();
    }

    /** Key of a layer's matrix B, layers counted from 1. */
    public PhiloxKey layerKey(int layer) {
        return layer(layer).key();
    }

    /** Row of a layer's matrix B, layers counted from 1. */
    public byte[] layerRow(int layer, long row) {
        return layer(layer).row(row);
    }

    /** Key of W0's generator. */
    public PhiloxKey fingerprintKey() {
        return fingerprintWeights().key();
    }

    /** Key of the weights of an audit's scan, from the 32 bytes that only its beginning tells. */
    public PhiloxKey auditKey(byte[] nonce) {
        if (nonce.length != Digests.BYTES) {
            throw new IllegalArgumentException("an audit nonce has 32 bytes");
        }
        return key(labelled("GPV1/audit\0", nonce));
    }

    byte[] labelled(String label, byte[]... parts) {
        byte[][] all = new byte[parts.length + 1][];
        all[0] = digest;
        System.arraycopy(parts, 0, all, 1, parts.length);
        return Digests.of(label, all);
    }

    /** X0: m rows of n. */
    Matrix start() {
        return new Matrix(key("X0", 0), profile.order());
    }

    /** B of that layer, counted from 1: n rows of n. */
    Matrix layer(int layer) {
        return new Matrix(key("B", layer), profile.order());
    }

    /** W0: eight rows of n. */
    Matrix fingerprintWeights() {
        return new Matrix(key("W0", 0), profile.order());
    }

    PhiloxKey key(String label, int index) {
        return key(Digests.of("", digest, Digests.ascii(label), Digests.le32(index)));
    }

    /** A generator's key is the first two words of a hash. */
    private static PhiloxKey key(byte[] hash) {
        ByteBuffer words = ByteBuffer.wrap(hash).order(ByteOrder.LITTLE_ENDIAN);
        return new PhiloxKey(words.getInt(), words.getInt());
    }
}
