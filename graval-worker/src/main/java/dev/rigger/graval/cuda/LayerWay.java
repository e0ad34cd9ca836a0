package dev.rigger.graval.cuda;

import java.util.Arrays;
import java.util.List;

/**
 * A way to multiply a layer. All of them give the same bytes; which one is fastest is the chip's affair. Sizes are the kernels':
 * see their sources.
 */
public enum LayerWay {
    /** Four int8 products an instruction, on every chip. */
    DP4A("plain", "dp4a", 128, 0, 64),
    /** Tensor cores by {@code mma.sync}. */
    MMA("mma", "mma", 256, 4 * (128 + 256) * 64, 64),
    /** Hopper's tensor cores by {@code wgmma}. */
    WGMMA("wgmma", "wgmma", 256, 4 * (128 + 256) * 128 + 1_024, 256);

    /** Rows of all memory are a multiple of this. */
    static final int ROWS = 256;

    private static final int TILE_ROWS = 128;
    private static final int THREADS = 256;

    private final String module;
    private final String suffix;
    private final int tileColumns;
    private final int sharedBytes;
    private final int orders;

    LayerWay(String module, String suffix, int tileColumns, int sharedBytes, int orders) {
        this.module = module;
        this.suffix = suffix;
        this.tileColumns = tileColumns;
        this.sharedBytes = sharedBytes;
        this.orders = orders;
    }

    /** What a chip of that compute capability can run, the plainest first. */
    static List<LayerWay> of(int computeCapability) {
        return Arrays.stream(values())
                .filter(way -> way.runsOn(computeCapability))
                .toList();
    }

    private boolean runsOn(int computeCapability) {
        return switch (this) {
            case DP4A -> computeCapability >= 75;
            case MMA -> computeCapability >= 80;
            case WGMMA -> computeCapability == 90;
        };
    }

    /** Whether it multiplies matrices of that order. */
    boolean takes(int order) {
        return order % orders == 0;
    }

    /** {@code y = mix(x · bᵀ)}: int8 of {@code rows} by {@code order}. */
    Launch layer(long x, long b, long y, int order, long rows) {
        return launch("gpv1_layer_", x, b, y, order, rows);
    }

    /** {@code y = x · bᵀ} before it is mixed, int32: for checks. */
    Launch sums(long x, long b, long y, int order, long rows) {
        return launch("gpv1_sums_", x, b, y, order, rows);
    }

    private Launch launch(String kernel, long x, long b, long y, int order, long rows) {
        int rowTiles = Math.toIntExact(rows / TILE_ROWS);
        int columnTiles = (order + tileColumns - 1) / tileColumns;
        return new Launch(
                module,
                kernel + suffix,
                Math.multiplyExact(rowTiles, columnTiles),
                THREADS,
                sharedBytes,
                List.of(x, b, y, order, rowTiles));
    }
}
