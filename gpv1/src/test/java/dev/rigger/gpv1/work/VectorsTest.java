package dev.rigger.gpv1.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The published vectors, byte for byte: whatever proves on a GPU must meet the same. */
class VectorsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] NONCE_0 =
            HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final GpuIdentity GPU_A =
            GpuIdentity.parse("NVIDIA H200|00112233445566778899aabbccddeeff|150000000000|132|1980000|2048");
    private static final GpuIdentity GPU_C =
            GpuIdentity.parse("GPV1 SIM|ffeeddccbbaa99887766554433221100|2147483648|4|1000000|1024");

    private final WorkContext tiny = new WorkContext(42, Profile.TINY, GPU_A);
    private final Slots tinySlots = Slots.compute(tiny, ProofWatch.NONE);

    @Test
    void theGeneratorYieldsTheKnownBlock() {
        byte[] block = new byte[16];
        Philox.fill(new PhiloxKey(0, 0), 0, block);
        assertThat(HEX.formatHex(block)).isEqualTo("d5e827668dc569e14cac57bcd8db009b");
    }

    @Test
    void mixScattersAsPublished() {
        assertThat(IntStream.of(0, 1, -1, 12345, Integer.MIN_VALUE).map(Integers::mix))
                .containsExactly(0, 81, -127, 60, 109);
    }

    @Test
    void tinyContextAndMatrices() {
        assertThat(HEX.formatHex(tiny.digest()))
                .isEqualTo("500f55479fa7afa52201207bfc09fc317fc6364c44bbbfba6e38ebe840703fb4");
        assertThat(tiny.key("X0", 0)).isEqualTo(new PhiloxKey(0x63265e93, 0x6923a614));
        assertThat(tiny.key("B", 1)).isEqualTo(new PhiloxKey(0xdb0cde3c, 0x92b3a5da));
        assertThat(tiny.key("B", 2)).isEqualTo(new PhiloxKey(0x5763eb50, 0x59a43173));
        assertThat(tiny.key("W0", 0)).isEqualTo(new PhiloxKey(0xb12fb86f, 0x600400f9));
        assertThat(tiny.start().row(0)).startsWith(-98, -90, -45, 25, -74, -57, -34, -30);
        assertThat(tiny.start().row(300)).startsWith(57, -118, 107, 110, -36, 80, -97, -119);
        assertThat(tiny.layer(1).row(0)).startsWith(-61, -122, 69, -113, 10, 122, 105, 15);
    }

    @Test
    void tinySlotsAfterEachPass() {
        byte[] first = Slots.computePasses(tiny, 1, ProofWatch.NONE).bytesOf(2);
        assertThat(first).startsWith(85, -41, -43, -21, 41, 124, -95, 113);
        assertThat(sha256(first)).isEqualTo("7b96ae184d8431acf73b25ca338e303470be5ca72b2d8a594c1cab58eef67325");
        byte[] second = tinySlots.bytesOf(2);
        assertThat(second).startsWith(113, -37, -105, -38, -75, -126, 82, -21);
        assertThat(sha256(second)).isEqualTo("2ff03c7d5a8d8b038ebb47c531c30169dceac949c1ac5931a5f033b5e1eaecf1");
    }

    @Test
    void tinyFingerprintsAndRoot() {
        Fingerprints engine = new Fingerprints(tiny);
        byte[] last = tinySlots.bytesOf(2);
        assertThat(engine.sums(row(last, 0))).containsExactly(-46303, 37394, -1024, -347, 69631, -32639, -9410, -79247);
        assertThat(engine.sums(row(last, 7))).containsExactly(-12583, 14939, 1278, 64220, -67668, 75855, -58406, 11280);
        assertThat(engine.sums(row(last, 300)))
                .containsExactly(-2491, -16805, 7144, 38515, 29224, -2176, -49411, 46685);

        List<byte[]> all = tinySlots.fingerprints();
        assertThat(HEX.formatHex(all.get(0)))
                .isEqualTo("0207c1e236daee1cdf2ce794b95df3d53de3f9a5a224f3f6bd548d2ecbb0716e");
        assertThat(HEX.formatHex(all.get(7)))
                .isEqualTo("7e352a0ee5d83dbb87af9838464bd34f43afb226157891efcc7f6132c6c8c20a");
        assertThat(HEX.formatHex(all.get(300)))
                .isEqualTo("b0b8f589d13cde8c8563a28f9c71b6317041747147c00ed855b4a04c55f97f73");
        assertThat(HEX.formatHex(all.get(511)))
                .isEqualTo("7ef49b0efbc2e1615603cbbb5c1879200736d0400a42cc6782f6082d714639c2");
        assertThat(HEX.formatHex(Fingerprints.leaf(0, all.subList(0, 256))))
                .isEqualTo("9acce62da1c5e612ea109a3c69d05b23e3d39878a91d29c94fe9c90b79190770");
        assertThat(HEX.formatHex(Fingerprints.leaf(1, all.subList(256, 512))))
                .isEqualTo("6967f4838b282f1e2f3d01898bdb72e52b7900934192df83c8bd05b22b62331e");
        assertThat(HEX.formatHex(tinySlots.workTree(all).root()))
                .isEqualTo("ba223cb5e6c82537dd8a443acfd3f263f08a5c2e541f531380663ef9b93891b7");
    }

    @Test
    void tinyRowSevenHasItsHintAndItsBoxKey() {
        byte[] fingerprint = tinySlots.fingerprints().get(7);
        assertThat(HEX.formatHex(KeyBoxes.hint(fingerprint))).isEqualTo("b3a447eb");
        assertThat(HEX.formatHex(KeyBoxes.boxKey(fingerprint)))
                .isEqualTo("008ca6ee43d67961e7d81f6813d5c392100036e5bc47a3049cf9fb87f5353209");
    }

    @Test
    void tinyAuditChain() {
        AuditScan first = new AuditScan(tiny, NONCE_0);
        assertThat(sums(tinySlots.auditSums(first, 0).get(0)))
                .containsExactly(-56883, -115666, 52093, 28748, 40942, -106831, 103658, -53220);
        assertThat(sums(tinySlots.auditSums(first, 1).get(300 - 256)))
                .containsExactly(-82575, 96153, 36431, -44930, -98645, -8027, 53622, -10992);
        assertThat(HEX.formatHex(AuditScan.leaf(0, tinySlots.auditSums(first, 0))))
                .isEqualTo("097d22cb3dddde49c0dfa6bb2471eb4eb00043738fee28713cd47a3510da0f41");
        assertThat(HEX.formatHex(AuditScan.leaf(1, tinySlots.auditSums(first, 1))))
                .isEqualTo("110b76f3a5b9dd719f3ffe63634654f8d4f7d2389fe1eb74128c1b9392f30c7a");
        byte[] root0 = tinySlots.auditTree(first).root();
        assertThat(HEX.formatHex(root0)).isEqualTo("62f6e04d026de576560ef610016fdab6e98bf41e81bf7252a564e5fef0e4bdad");

        byte[] nonce1 = AuditScan.nextNonce(root0);
        assertThat(HEX.formatHex(nonce1)).isEqualTo("e92130f1ac54498dbc6ffc1eae48a6c6f92496dc0b8b33868881242cfefcef5a");
        AuditScan second = new AuditScan(tiny, nonce1);
        assertThat(sums(tinySlots.auditSums(second, 0).get(0)))
                .containsExactly(7280, -28402, -12364, -48923, 32325, -59618, -10645, 24801);
        byte[] root1 = tinySlots.auditTree(second).root();
        assertThat(HEX.formatHex(root1)).isEqualTo("5a4754e40649459ac2c1d9cefd6290535f62017a0a2807f26bb21232cf5672de");

        byte[] nonce2 = AuditScan.nextNonce(root1);
        assertThat(HEX.formatHex(nonce2)).isEqualTo("92f67519f76e77dc92813a6db02e4d70452e3a1b58f9b1e767cad6e09452070f");
        assertThat(HEX.formatHex(
                        tinySlots.auditTree(new AuditScan(tiny, nonce2)).root()))
                .isEqualTo("88c982d28c0a3e775bdec9a52b3bc608375bc53af87bc64ab1322107e0f1216d");
    }

    @Test
    void theInfoChallengeIsAnsweredFromTheIdentity() {
        assertThat(InfoChallenge.answer("00112233445566778899aabbccddeeff".repeat(2), List.of(GPU_A)))
                .isEqualTo("11853fa1c56f7b64120c1ae7719d077cd82934d00cea562d68b43c0d65865680");
    }

    @Test
    void theBlobOfTwoBoxesIsTheKnownOneAndOpens() {
        List<byte[]> all = tinySlots.fingerprints();
        byte[] share1 = HEX.parseHex("11".repeat(32));
        byte[] share2 = HEX.parseHex("22".repeat(32));
        byte[] payload = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        byte[] blob = KeyBoxes.seal(
                tiny,
                List.of(
                        new KeyBoxes.Box(all.get(300), share1, new byte[12]),
                        new KeyBoxes.Box(all.get(7), share2, HEX.parseHex("01" + "00".repeat(11)))),
                payload,
                HEX.parseHex("ff" + "00".repeat(11)));

        assertThat(HEX.formatHex(KeyBoxes.payloadKey(List.of(share1, share2))))
                .isEqualTo("c6559fdcae8059366cddbeef4287ec4f9f51660ed8b94009ec19025ff100aece");
        assertThat(blob).hasSize(196);
        assertThat(Base64.getEncoder().encodeToString(blob))
                .isEqualTo("R1BWMQACIADgSsSPAAAAAAAAAAAAAAAAMmkBvmrFY9kveaFod8bjfUPvW7uAAsXwP5tyi+ZVUnxgIXoRjAV0AzPa"
                        + "Gqn6Hmgfs6RH6wEAAAAAAAAAAAAAADQwh6kHLiS7+BLWxaG/PPhzon7TRnmz/Xu/hhUxsRKWZgw6aHRvaX03b7ya"
                        + "2E6DRP8AAAAAAAAAAAAAAEnvWmVvuCFpp+UNELO3/fAbpesA07pZ6f7Fv3t+mKW2UkfwtbK0ZP8hld2tGNLg7w==");

        KeyBoxes.Opener opener = KeyBoxes.open(tiny, blob);
        all.forEach(opener::offer);
        assertThat(opener.payload()).hasValue(payload);
    }

    @Test
    void simHasFiveGroupsPaddedToEightLeaves() {
        WorkContext sim = new WorkContext(7, Profile.SIM, GPU_C);
        assertThat(HEX.formatHex(sim.digest()))
                .isEqualTo("9dd27735a6d486075808b7e4c1110d5a607124eae878da8bdf6a4b27b39fb5c6");
        Slots slots = Slots.compute(sim, ProofWatch.NONE);
        assertThat(slots.bytesOf(4)).startsWith(77, -77, -19, -95, -89, -60, -30, -9);
        assertThat(sha256(slots.bytesOf(4)))
                .isEqualTo("19926982ab97002787ecc9d742bbb5ffdae1a8080199e24a75f1c84221016a6a");
        List<byte[]> all = slots.fingerprints();
        assertThat(HEX.formatHex(all.get(0)))
                .isEqualTo("4ba02f6070ab1f32ee757619329534a1c78a77a791948b47a926aab5dd522d98");
        assertThat(HEX.formatHex(slots.workTree(all).root()))
                .isEqualTo("3dbbc173a052902a3d4fecb09e8b75bbcc567714a96eb68006bff6defde23876");

        AuditScan scan = new AuditScan(sim, NONCE_0);
        assertThat(sums(slots.auditSums(scan, 0).get(0)))
                .containsExactly(-83074, 125877, 126108, -130100, -284344, -2039, 231206, -54535);
        byte[] root0 = slots.auditTree(scan).root();
        assertThat(HEX.formatHex(root0)).isEqualTo("fa5a29fcd40b2cb7287cbf4262e73f916ddda8004c5fc07986874187e7fa41f3");
        AuditScan next = new AuditScan(sim, AuditScan.nextNonce(root0));
        assertThat(HEX.formatHex(slots.auditTree(next).root()))
                .isEqualTo("46612815b35e2a200383f4c16df3df9387b05eb9c6896fa28665102d986e417a");
    }

    @Test
    void simOfFourGroupsIsAnotherWork() {
        WorkContext sim = new WorkContext(7, new Profile("custom", 256, 4, 2, 256, 1024, 0, 16), GPU_C);
        assertThat(HEX.formatHex(sim.digest()))
                .isEqualTo("7053806bd7f78707257cb97781e38946829158c65e7c769a521de20dff3b48ab");
        Slots slots = Slots.compute(sim, ProofWatch.NONE);
        assertThat(HEX.formatHex(slots.workTree(slots.fingerprints()).root()))
                .isEqualTo("7608495d3ec0f21ef35e76212ed06cdac75e146f9b04a76a6ef98c6e585f35b1");
        assertThat(HEX.formatHex(slots.auditTree(new AuditScan(sim, NONCE_0)).root()))
                .isEqualTo("6089a30b70816bde2ee1813badc90b407a505558f0b1577b5efe86d35c44d8f5");
    }

    private static byte[] row(byte[] slot, int row) {
        return Arrays.copyOfRange(slot, row * 64, (row + 1) * 64);
    }

    private static String sha256(byte[] bytes) {
        return HEX.formatHex(Digests.of("", bytes));
    }

    private static int[] sums(byte[] littleEndian) {
        int[] out = new int[littleEndian.length / 4];
        ByteBuffer.wrap(littleEndian)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(out);
        return out;
    }
}
