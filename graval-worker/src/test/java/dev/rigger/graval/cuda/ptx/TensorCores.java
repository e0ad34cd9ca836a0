package dev.rigger.graval.cuda.ptx;

import java.util.List;

/** Matrix products of int8 with their layouts of registers and of shared memory. */
final class TensorCores {
    private static final int PIECE_BYTES = 16;
    private static final int ATOM_BYTES = 1_024;
    private static final long SWIZZLE_128 = 1;

    private final Registers registers;

    TensorCores(Registers registers) {
        this.registers = registers;
    }

    Op read(String name, List<String> operands) {
        return switch (name) {
            case "ldmatrix.sync.aligned.m8n8.x4.shared.b16" ->
                matrices(Instructions.registers(operands.get(0), registers), address(operands.get(1)));
            case "mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32" ->
                product(operands.stream()
                        .map(operand -> Instructions.registers(operand, registers))
                        .toArray(int[][]::new));
            case "wgmma.fence.sync.aligned" -> Warp::together;
            case "wgmma.commit_group.sync.aligned" ->
                (warp, lanes) -> {
                    warp.together(lanes);
                    warp.products.commit();
                };
            case "wgmma.wait_group.sync.aligned" -> {
                int pending = Integer.parseInt(operands.getFirst());
                yield (warp, lanes) -> {
                    warp.together(lanes);
                    warp.products.await(pending);
                };
            }
            case "wgmma.mma_async.sync.aligned.m64n256k32.s32.s8.s8" -> groupProduct(operands);
            default -> throw new IllegalArgumentException("this machine does not know " + name);
        };
    }

    /** The sum of the products of four pairs of int8. */
    static int products(long a, long b) {
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += (byte) (a >>> 8 * i) * (byte) (b >>> 8 * i);
        }
        return sum;
    }

    private int address(String operand) {
        return registers.of(operand.substring(1, operand.length() - 1));
    }

    /** Lane 8q + i tells where row i of matrix q is; lane 4g + k gets word k of row g of each. */
    private static Op matrices(int[] to, int address) {
        return (warp, lanes) -> {
            warp.together(lanes);
            long[] rows = warp.registers[address].clone();
            for (int matrix = 0; matrix < to.length; matrix++) {
                for (int lane = 0; lane < Warp.LANES; lane++) {
                    int row = (int) rows[matrix * 8 + lane / 4];
                    if (row % PIECE_BYTES != 0) {
                        throw new IllegalStateException("a row of ldmatrix is not aligned");
                    }
                    warp.registers[to[matrix]][lane] = DeviceMemory.read(warp.block.shared, row + lane % 4 * 4, 4);
                }
            }
        };
    }

    /** D = A · B + C by the manual's fragments of m16n8k32. */
    private static Op product(int[][] operands) {
        int[] d = operands[0];
        int[] a = operands[1];
        int[] b = operands[2];
        int[] c = operands[3];
        return (warp, lanes) -> {
            warp.together(lanes);
            long[][] r = warp.registers;
            int[] sums = new int[16 * 8];
            for (int row = 0; row < 16; row++) {
                for (int column = 0; column < 8; column++) {
                    int from = row % 8 * 4 + column / 2;
                    int sum = (int) r[c[row / 8 * 2 + column % 2]][from];
                    for (int k = 0; k < 4; k++) {
                        for (int half = 0; half < 2; half++) {
                            sum += products(r[a[half * 2 + row / 8]][row % 8 * 4 + k], r[b[half]][column * 4 + k]);
                        }
                    }
                    sums[row * 8 + column] = sum;
                }
            }
            for (int lane = 0; lane < Warp.LANES; lane++) {
                for (int e = 0; e < 4; e++) {
                    r[d[e]][lane] = sums[(lane / 4 + e / 2 * 8) * 8 + lane % 4 * 2 + e % 2] & 0xFFFF_FFFFL;
                }
            }
        };
    }

    /** A warp's 16 rows of a warpgroup's product; both operands in shared memory, each told by a descriptor. */
    private Op groupProduct(List<String> operands) {
        int[] d = Instructions.registers(operands.get(0), registers);
        int left = registers.of(operands.get(1));
        int right = registers.of(operands.get(2));
        int adds = registers.of(operands.get(3));
        return (warp, lanes) -> {
            warp.together(lanes);
            long a = warp.registers[left][0];
            long b = warp.registers[right][0];
            boolean add = warp.registers[adds][0] != 0;
            warp.products.start(() -> multiply(warp, d, a, b, add));
        };
    }

    private static void multiply(Warp warp, int[] d, long a, long b, boolean add) {
        byte[] shared = warp.block.shared;
        int firstRow = warp.number % 4 * 16;
        byte[][] left = new byte[16][];
        for (int row = 0; row < left.length; row++) {
            left[row] = row(shared, a, firstRow + row);
        }
        for (int column = 0; column < d.length * 2; column++) {
            byte[] y = row(shared, b, column);
            for (int row = 0; row < left.length; row++) {
                byte[] x = left[row];
                int lane = row % 8 * 4 + column % 8 / 2;
                int e = column / 8 * 4 + row / 8 * 2 + column % 2;
                int sum = add ? (int) warp.registers[d[e]][lane] : 0;
                for (int k = 0; k < x.length; k++) {
                    sum += x[k] * y[k];
                }
                warp.registers[d[e]][lane] = sum & 0xFFFF_FFFFL;
            }
        }
    }

    /**
     * 32 values of a row of a tile whose depth lies side by side: eight rows of 128 bytes make 1,024 bytes, in which the number
     * of each 16 bytes is exclusive-or the row's (address bits 4 to 6 with bits 7 to 9).
     */
    private static byte[] row(byte[] shared, long descriptor, int row) {
        if (descriptor >>> 62 != SWIZZLE_128 || (descriptor >>> 49 & 7) != 0) {
            throw new IllegalStateException("this machine knows tiles of the 128-byte swizzle alone");
        }
        int start = (int) (descriptor & 0x3FFF) << 4;
        int stride = (int) (descriptor >>> 32 & 0x3FFF) << 4;
        if (stride % ATOM_BYTES != 0) {
            throw new IllegalStateException("eight rows take whole 1,024 bytes");
        }
        byte[] values = new byte[32];
        for (int piece = 0; piece < 2; piece++) {
            int plain = start + row / 8 * stride + row % 8 * 128 + piece * PIECE_BYTES;
            int swizzled = plain ^ (plain >>> 7 & 7) << 4;
            System.arraycopy(shared, swizzled, values, piece * PIECE_BYTES, PIECE_BYTES);
        }
        return values;
    }
}
