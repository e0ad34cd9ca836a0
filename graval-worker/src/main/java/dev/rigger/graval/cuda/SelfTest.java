package dev.rigger.graval.cuda;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.gpv1.work.Integers;
import dev.rigger.gpv1.work.PhiloxKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a GPU computes as the reference does: the published work, and a product of random matrices. */
final class SelfTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Published SMALL = new Published(
            GpuIdentity.parse("NVIDIA H200|00112233445566778899aabbccddeeff|150000000000|132|1980000|2048"),
            42,
            Profile.TINY,
            "ba223cb5e6c82537dd8a443acfd3f263f08a5c2e541f531380663ef9b93891b7",
            "62f6e04d026de576560ef610016fdab6e98bf41e81bf7252a564e5fef0e4bdad");
    private static final Published LARGER = new Published(
            GpuIdentity.parse("GPV1 SIM|ffeeddccbbaa99887766554433221100|2147483648|4|1000000|1024"),
            7,
            Profile.SIM,
            "3dbbc173a052902a3d4fecb09e8b75bbcc567714a96eb68006bff6defde23876",
            "fa5a29fcd40b2cb7287cbf4262e73f916ddda8004c5fc07986874187e7fa41f3");
    private static final byte[] NONCE =
            HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final String SECRET = "what only the right rows tell";

    /**
     * Work whose results are published with the proof.
     *
     * @param scan root of the first step of an audit with {@link #NONCE}
     */
    private record Published(GpuIdentity gpu, long seed, Profile profile, String root, String scan) {}

    private final Gpu gpu;

    SelfTest(Gpu gpu) {
        this.gpu = gpu;
    }

    /** What that way gets wrong, if anything: a sentence's end. */
    Optional<String> fault(LayerWay way, int order, int rows) {
        Optional<String> ofWork = faultOfPublishedWork(way);
        return ofWork.isPresent() ? ofWork : faultOfProduct(way, order, rows);
    }

    private Optional<String> faultOfPublishedWork(LayerWay way) {
        Published work = way.takes(SMALL.profile().order()) ? SMALL : LARGER;
        Verifier verifier = new Verifier(new SecureRandom());
        var prepared = verifier.prepare(work.profile(), work.seed(), Map.of(work.gpu(), SECRET), ProofWatch.NONE);
        Card card = new Card(gpu, List.of(way));
        try (HeldWork done =
                new CudaProver(identity -> card).prove(work.gpu(), prepared.challenge(), ProofWatch.NONE)) {
            if (!HEX.formatHex(done.root()).equals(work.root())) {
                return Optional.of("the published work gets another root");
            }
            if (!done.plaintext().equals(Optional.of(SECRET))) {
                return Optional.of("the published work opens no boxes");
            }
            return HEX.formatHex(done.audit(1, NONCE, 1).getFirst()).equals(work.scan())
                    ? Optional.empty()
                    : Optional.of("the published work's scan gets another root");
        }
    }

    /** Checks the sums of all rows, and that mixing them gives the layer. */
    Optional<String> faultOfProduct(LayerWay way, int order, int rows) {
        SecureRandom random = new SecureRandom();
        try (Allocations taken = new Allocations(gpu)) {
            long x = taken.take((long) rows * order);
            long b = taken.take((long) order * order);
            long sums = taken.take((long) rows * order * Integer.BYTES);
            long mixed = taken.take((long) rows * order);
            gpu.launch(Kernels.fill(x, 0, (long) rows * order, new PhiloxKey(random.nextInt(), random.nextInt())));
            gpu.launch(Kernels.fill(b, 0, (long) order * order, new PhiloxKey(random.nextInt(), random.nextInt())));
            gpu.launch(way.sums(x, b, sums, order, rows));
            gpu.launch(way.layer(x, b, mixed, order, rows));
            if (!Freivalds.holds(
                    rows,
                    order,
                    i -> gpu.download(x + (long) i * order, order),
                    j -> gpu.download(b + (long) j * order, order),
                    i -> sums(sums + (long) i * order * Integer.BYTES, order))) {
                return Optional.of("the product of random matrices is wrong");
            }
            for (int i = 0; i < rows; i++) {
                byte[] layer = gpu.download(mixed + (long) i * order, order);
                if (!Arrays.equals(layer, mixed(sums(sums + (long) i * order * Integer.BYTES, order)))) {
                    return Optional.of("a layer is not its mixed product");
                }
            }
            return Optional.empty();
        }
    }

    private int[] sums(long address, int order) {
        int[] sums = new int[order];
        ByteBuffer.wrap(gpu.download(address, order * Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(sums);
        return sums;
    }

    private static byte[] mixed(int[] sums) {
        byte[] mixed = new byte[sums.length];
        for (int i = 0; i < sums.length; i++) {
            mixed[i] = Integers.mix(sums[i]);
        }
        return mixed;
    }
}
