// Layers and scans on the tensor cores by mma.sync, from compute capability 8.0 on.
#define DEPTH 64
#include "tiles.cuh"

static __device__ __forceinline__ void load_matrices(u32* r, u32 address) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(address) : "memory");
}

// 16 x 8 sums over 32 values: lane 4g + k has of A rows g and g + 8, values 4k.. and 16 + 4k..; of B row g, the same values;
// of the result rows g and g + 8, columns 2k and 2k + 1.
static __device__ __forceinline__ void multiply(int* c, u32 a0, u32 a1, u32 a2, u32 a3, u32 b0, u32 b1) {
    asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+r"(c[0]), "+r"(c[1]), "+r"(c[2]), "+r"(c[3])
                 : "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(b0), "r"(b1));
}

// Rows of 64 bytes in shared memory; their four pieces change places every other row, so that eight rows' pieces at one depth
// lie in all banks.
static __device__ __forceinline__ u32 piece(int row, int chunk) {
    return row * DEPTH + ((chunk ^ row >> 1 & 3) << 4);
}

static __device__ __forceinline__ void load_stage(
        u32 stage, const s8* X, const s8* B, size_t row0, int column0, int n, int k) {
    load_rows(stage, X, row0, n, k);
#pragma unroll
    for (int i = 0; i < COLUMNS * CHUNKS / 256; i++) {
        int e = threadIdx.x + i * 256, r = e >> CHUNK_BITS, c = e & CHUNKS - 1;
        bool inside = column0 + r < n;
        copy16(stage + ROWS * DEPTH + piece(r, c), B + (size_t) (inside ? column0 + r : 0) * n + k + c * 16, inside);
    }
}

// One layer by 128 x 256 tiles of 8 warps, 64 x 64 results a warp; four stages of 64 values of depth, three of them loading.
template <bool SUMS> static __device__ __forceinline__ void layer_mma(const s8* X, const s8* B, void* Y, int n, int row_tiles) {
    extern __shared__ __align__(128) u8 memory[];
    u32 stages = shared_address(memory);
    int row_tile, column_tile;
    tile_of(blockIdx.x, row_tiles, (n + COLUMNS - 1) / COLUMNS, &row_tile, &column_tile);
    size_t row0 = (size_t) row_tile * ROWS;
    int column0 = column_tile * COLUMNS;
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, wr = (warp >> 2) * 64, wc = (warp & 3) * 64;
    int acc[4][8][4];
#pragma unroll
    for (int i = 0; i < 4; i++) {
#pragma unroll
        for (int j = 0; j < 8; j++) {
#pragma unroll
            for (int e = 0; e < 4; e++) {
                acc[i][j][e] = 0;
            }
        }
    }
    int steps = n / DEPTH;
#pragma unroll
    for (int s = 0; s < STAGES - 1; s++) {
        if (s < steps) {
            load_stage(stages + s * STAGE_BYTES, X, B, row0, column0, n, s * DEPTH);
        }
        end_of_copies();
    }
    for (int step = 0; step < steps; step++) {
        await_copies<STAGES - 2>();
        __syncthreads();
        // Its stage is the one that everybody was done with at the barrier.
        if (step + STAGES - 1 < steps) {
            load_stage(stages + (step + STAGES - 1) % STAGES * STAGE_BYTES, X, B, row0, column0, n, (step + STAGES - 1) * DEPTH);
        }
        end_of_copies();
        u32 xs = stages + step % STAGES * STAGE_BYTES, bs = xs + ROWS * DEPTH;
#pragma unroll
        for (int half = 0; half < 2; half++) {
            u32 a[4][4], b[4][4];
#pragma unroll
            for (int i = 0; i < 4; i++) {
                load_matrices(a[i], xs + piece(wr + i * 16 + (lane & 15), half * 2 + (lane >> 4)));
                load_matrices(b[i], bs + piece(wc + i * 16 + (lane & 7) + (lane >> 4 << 3), half * 2 + (lane >> 3 & 1)));
            }
#pragma unroll
            for (int i = 0; i < 4; i++) {
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    multiply(acc[i][j], a[i][0], a[i][1], a[i][2], a[i][3], b[j >> 1][(j & 1) * 2], b[j >> 1][(j & 1) * 2 + 1]);
                }
            }
        }
    }
#pragma unroll
    for (int i = 0; i < 4; i++) {
#pragma unroll
        for (int j = 0; j < 8; j++) {
#pragma unroll
            for (int h = 0; h < 2; h++) {
                size_t row = row0 + wr + i * 16 + (lane >> 2) + 8 * h;
                int column = column0 + wc + j * 8 + 2 * (lane & 3);
                if (column < n) {
                    store_pair<SUMS>(Y, row, column, n, acc[i][j][2 * h], acc[i][j][2 * h + 1]);
                }
            }
        }
    }
}

extern "C" __global__ void __launch_bounds__(256) gpv1_layer_mma(const s8* X, const s8* B, void* Y, int n, int row_tiles) {
    layer_mma<false>(X, B, Y, n, row_tiles);
}

extern "C" __global__ void __launch_bounds__(256) gpv1_sums_mma(const s8* X, const s8* B, void* Y, int n, int row_tiles) {
    layer_mma<true>(X, B, Y, n, row_tiles);
}

// Eight sums of each row over all its slots: the eight rows of W are the eight columns of the tensor cores' product. A warp
// takes 64 rows. Lane 4g + k reads 16 bytes of row g at 16k and uses them as two pieces of depth: the order of the values does
// not matter to a sum, as long as W is read alike. W has eight rows of layers * n; out begins with the sums of row `first`.
// `rows` is a multiple of 64.
extern "C" __global__ void __launch_bounds__(256, 2) gpv1_scan_mma(
        const u64* slots, int layers, const uint4* W, int* out, int n, u64 first, u64 rows) {
    int lane = threadIdx.x & 31, g = lane >> 2, k = lane & 3;
    u64 local = ((u64) blockIdx.x * 8 + (threadIdx.x >> 5)) * 64;
    if (local >= rows) {
        return;
    }
    int chunks = n >> 4;
    int acc[4][4];
#pragma unroll
    for (int i = 0; i < 4; i++) {
#pragma unroll
        for (int e = 0; e < 4; e++) {
            acc[i][e] = 0;
        }
    }
    for (int t = 0; t < layers; t++) {
        const uint4* slot = (const uint4*) slots[t] + (first + local + g) * chunks + k;
        const uint4* weights = W + ((size_t) g * layers + t) * chunks + k;
#pragma unroll 2
        for (int l = 0; l < chunks; l += 4) {
            uint4 w = weights[l], s[8];
#pragma unroll
            for (int i = 0; i < 8; i++) {
                s[i] = slot[(size_t) i * 8 * chunks + l];
            }
#pragma unroll
            for (int i = 0; i < 4; i++) {
                multiply(acc[i], s[2 * i].x, s[2 * i + 1].x, s[2 * i].y, s[2 * i + 1].y, w.x, w.y);
                multiply(acc[i], s[2 * i].z, s[2 * i + 1].z, s[2 * i].w, s[2 * i + 1].w, w.z, w.w);
            }
        }
    }
#pragma unroll
    for (int i = 0; i < 4; i++) {
#pragma unroll
        for (int h = 0; h < 2; h++) {
            *(int2*) (out + (local + i * 16 + g + 8 * h) * 8 + 2 * k) = make_int2(acc[i][2 * h], acc[i][2 * h + 1]);
        }
    }
}
