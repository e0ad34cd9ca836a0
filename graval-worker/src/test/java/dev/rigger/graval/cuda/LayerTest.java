package dev.rigger.graval.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.gpv1.work.Integers;
import dev.rigger.graval.cuda.ptx.PtxGpu;
import dev.rigger.graval.cuda.ptx.Timing;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers by every way, as the shipped PTX computes them when it is executed in Java, against plain loops. */
class LayerTest {
    private static final Timing PLAIN = new Timing(false, false);
    private static final List<Timing> TIMINGS =
            List.of(PLAIN, new Timing(true, false), new Timing(false, true), new Timing(true, true));
    /** Deep enough for every stage of shared memory to be used several times. */
    private static final int DEEP = 1_024;

    private static final int TILE_ROWS = 128;
    private static final byte UNTOUCHED = (byte) 0xA5;

    private final Random random = new Random(7);

    static Stream<Arguments> waysAndTimings() {
        return Arrays.stream(LayerWay.values())
                .flatMap(way -> TIMINGS.stream().map(timing -> Arguments.of(way, timing)));
    }

    @ParameterizedTest
    @MethodSource("waysAndTimings")
    void aTileIsRightWhenEverCopiesAndProductsHappen(LayerWay way, Timing timing) {
        assertThat(tileIsRight(way, new PtxGpu(90, timing))).isTrue();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(LayerWay.DP4A, "bar.sync \t0;", ""),
                Arguments.of(LayerWay.MMA, "bar.sync \t0;", ""),
                Arguments.of(LayerWay.MMA, "cp.async.wait_group 2;", "cp.async.wait_group 3;"),
                Arguments.of(LayerWay.WGMMA, "bar.sync \t0;", ""),
                Arguments.of(LayerWay.WGMMA, "cp.async.wait_group 1;", "cp.async.wait_group 2;"),
                Arguments.of(LayerWay.WGMMA, "wgmma.wait_group.sync.aligned 1;", ""),
                Arguments.of(LayerWay.WGMMA, "wgmma.wait_group.sync.aligned 0;", ""));
    }

    /** Otherwise the test above would say nothing about waits and barriers. */
    @ParameterizedTest
    @MethodSource("faults")
    void aMissingWaitOrBarrierShowsInOneOfTheTimings(LayerWay way, String there, String instead) {
        assertThat(Ptx.of(moduleOf(way))).contains(there);
        UnaryOperator<String> fault = ptx -> ptx.replace(there, instead);
        assertThat(TIMINGS).anyMatch(timing -> !tileIsRight(way, new PtxGpu(90, timing, fault)));
    }

    @ParameterizedTest
    @EnumSource(LayerWay.class)
    void everyTileOfALayerIsWrittenOnceAlsoWhereTheLastOnesAreNarrow(LayerWay way) {
        int order = way.takes(320) ? 320 : 512;
        int rows = 9 * TILE_ROWS;
        PtxGpu gpu = new PtxGpu(90, PLAIN);
        byte[] x = bytes(rows * order);
        byte[] b = bytes(order * order);
        long result = gpu.allocate((long) rows * order);

        gpu.launch(way.layer(put(gpu, x), put(gpu, b), result, order, rows));

        assertThat(gpu.download(result, rows * order)).isEqualTo(layer(x, b, rows, order));
    }

    @ParameterizedTest
    @EnumSource(LayerWay.class)
    void rowsBeyondFourGibibytesAreFound(LayerWay way) {
        int order = 2_048;
        long firstRow = 3_000_064;
        PtxGpu gpu = new PtxGpu(90, PLAIN);
        byte[] x = bytes(TILE_ROWS * order);
        byte[] b = bytes(256 * order);
        long xs = gpu.allocateFrom(firstRow * order, x.length);
        long bs = gpu.allocate(b.length);
        long ys = gpu.allocateFrom(firstRow * order, x.length);
        gpu.upload(xs + firstRow * order, x);
        gpu.upload(bs, b);
        Launch whole = way.layer(xs, bs, ys, order, firstRow + TILE_ROWS);
        int rowTiles = (int) (firstRow / TILE_ROWS) + 1;
        int inLastGroup = (rowTiles - 1) % 8;

        // Blocks go through eight rows of tiles column by column; the last rows' first column is what is wanted.
        gpu.runBlock(whole, (rowTiles - 1) / 8 * 8 * (whole.blocks() / rowTiles) + inLastGroup);

        byte[] shown = gpu.download(ys + firstRow * order, TILE_ROWS * order);
        assertThat(tile(shown, order, 0)).isEqualTo(tile(narrow(x, b, order), order, 0));
    }

    @Test
    void theSelfTestAcceptsWhatTheReferenceComputesAndNothingElse() {
        assertThat(new SelfTest(new PtxGpu(80, PLAIN)).fault(LayerWay.MMA, 256, 256))
                .isEmpty();
        UnaryOperator<String> otherGenerator = ptx -> ptx.replace("-1640531527", "-1640531526");
        assertThat(new SelfTest(new PtxGpu(80, PLAIN, otherGenerator)).fault(LayerWay.MMA, 256, 256))
                .hasValue("the published work gets another root");
        UnaryOperator<String> wrongProduct = ptx -> ptx.replaceFirst("mma\\.sync[^;]*;", "");
        assertThat(new SelfTest(new PtxGpu(80, PLAIN, wrongProduct)).faultOfProduct(LayerWay.MMA, 256, 256))
                .isPresent();
    }

    /** Computes one tile alone, and looks at it and at what is around it. */
    private boolean tileIsRight(LayerWay way, PtxGpu gpu) {
        byte[] x = bytes(2 * TILE_ROWS * DEEP);
        byte[] b = bytes(DEEP * DEEP);
        long result = gpu.allocate(x.length);
        gpu.runBlock(way.layer(put(gpu, x), put(gpu, b), result, DEEP, 2 * TILE_ROWS), 0);
        byte[] shown = gpu.download(result, x.length);
        int width = way == LayerWay.DP4A ? 128 : 256;
        byte[] expected = new byte[x.length];
        Arrays.fill(expected, UNTOUCHED);
        for (int i = 0; i < TILE_ROWS; i++) {
            for (int j = 0; j < width; j++) {
                expected[i * DEEP + j] = Integers.mix(sum(x, i, b, j, DEEP));
            }
        }
        return Arrays.equals(shown, expected);
    }

    private static String moduleOf(LayerWay way) {
        return way.layer(0, 0, 0, 256, 256).module();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static long put(PtxGpu gpu, byte[] bytes) {
        long address = gpu.allocate(bytes.length);
        gpu.upload(address, bytes);
        return address;
    }

    private static byte[] layer(byte[] x, byte[] b, int rows, int order) {
        byte[] y = new byte[rows * order];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < order; j++) {
                y[i * order + j] = Integers.mix(sum(x, i, b, j, order));
            }
        }
        return y;
    }

    /** The first 128 columns of a tile's rows; no way has narrower tiles. */
    private static byte[] narrow(byte[] x, byte[] b, int order) {
        byte[] y = new byte[TILE_ROWS * order];
        for (int i = 0; i < TILE_ROWS; i++) {
            for (int j = 0; j < 128; j++) {
                y[i * order + j] = Integers.mix(sum(x, i, b, j, order));
            }
        }
        return y;
    }

    private static byte[] tile(byte[] rows, int order, int column) {
        byte[] tile = new byte[TILE_ROWS * 128];
        for (int i = 0; i < TILE_ROWS; i++) {
            System.arraycopy(rows, i * order + column, tile, i * 128, 128);
        }
        return tile;
    }

    private static int sum(byte[] x, int i, byte[] b, int j, int order) {
        int sum = 0;
        for (int l = 0; l < order; l++) {
            sum += x[i * order + l] * b[j * order + l];
        }
        return sum;
    }
}
