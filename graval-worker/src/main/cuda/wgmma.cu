// Layers on Hopper's tensor cores by wgmma: compute capability 9.0 and no other.
#define DEPTH 128
#include "tiles.cuh"

// Rows of 128 bytes in shared memory, swizzled as the tensor cores know it: eight pieces of 16 bytes, their number exclusive-or
// the row's. A tile begins at a multiple of 1,024 bytes.
static __device__ __forceinline__ u32 piece(int row, int chunk) {
    return row * DEPTH + ((chunk ^ row & 7) << 4);
}

// Where a tile lies, in the tensor cores' words: its address, 1,024 bytes from eight rows to the next eight, 128-byte swizzle.
static __device__ __forceinline__ u64 descriptor(u32 address) {
    return (u64) (address >> 4 & 0x3FFF) | (u64) 1 << 16 | (u64) (1024 >> 4) << 32 | (u64) 1 << 62;
}

static __device__ __forceinline__ void load_stage(
        u32 stage, const s8* X, const s8* B, size_t row0, size_t column0, int n, int k) {
    load_rows(stage, X, row0, n, k);
#pragma unroll
    for (int i = 0; i < COLUMNS * CHUNKS / 256; i++) {
        int e = threadIdx.x + i * 256, r = e >> CHUNK_BITS, c = e & CHUNKS - 1;
        copy16(stage + ROWS * DEPTH + piece(r, c), B + (column0 + r) * n + k + c * 16, true);
    }
}

// 64 x 256 sums over 32 values, by four warps together: warp w of them has rows 16w.., in the layout of mma.sync's result.
static __device__ __forceinline__ void multiply(int* d, u64 a, u64 b) {
    asm volatile(
            "{ .reg .pred add; setp.ne.b32 add, 1, 0; wgmma.mma_async.sync.aligned.m64n256k32.s32.s8.s8 {"
            "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, "
            "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31, "
            "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, "
            "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63, "
            "%64, %65, %66, %67, %68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, %79, "
            "%80, %81, %82, %83, %84, %85, %86, %87, %88, %89, %90, %91, %92, %93, %94, %95, "
            "%96, %97, %98, %99, %100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110, %111, "
            "%112, %113, %114, %115, %116, %117, %118, %119, %120, %121, %122, %123, %124, %125, %126, %127}, "
            "%128, %129, add; }"
            : "+r"(d[0]), "+r"(d[1]), "+r"(d[2]), "+r"(d[3]), "+r"(d[4]), "+r"(d[5]), "+r"(d[6]), "+r"(d[7]),
              "+r"(d[8]), "+r"(d[9]), "+r"(d[10]), "+r"(d[11]), "+r"(d[12]), "+r"(d[13]), "+r"(d[14]), "+r"(d[15]),
              "+r"(d[16]), "+r"(d[17]), "+r"(d[18]), "+r"(d[19]), "+r"(d[20]), "+r"(d[21]), "+r"(d[22]), "+r"(d[23]),
              "+r"(d[24]), "+r"(d[25]), "+r"(d[26]), "+r"(d[27]), "+r"(d[28]), "+r"(d[29]), "+r"(d[30]), "+r"(d[31]),
              "+r"(d[32]), "+r"(d[33]), "+r"(d[34]), "+r"(d[35]), "+r"(d[36]), "+r"(d[37]), "+r"(d[38]), "+r"(d[39]),
              "+r"(d[40]), "+r"(d[41]), "+r"(d[42]), "+r"(d[43]), "+r"(d[44]), "+r"(d[45]), "+r"(d[46]), "+r"(d[47]),
              "+r"(d[48]), "+r"(d[49]), "+r"(d[50]), "+r"(d[51]), "+r"(d[52]), "+r"(d[53]), "+r"(d[54]), "+r"(d[55]),
              "+r"(d[56]), "+r"(d[57]), "+r"(d[58]), "+r"(d[59]), "+r"(d[60]), "+r"(d[61]), "+r"(d[62]), "+r"(d[63]),
              "+r"(d[64]), "+r"(d[65]), "+r"(d[66]), "+r"(d[67]), "+r"(d[68]), "+r"(d[69]), "+r"(d[70]), "+r"(d[71]),
              "+r"(d[72]), "+r"(d[73]), "+r"(d[74]), "+r"(d[75]), "+r"(d[76]), "+r"(d[77]), "+r"(d[78]), "+r"(d[79]),
              "+r"(d[80]), "+r"(d[81]), "+r"(d[82]), "+r"(d[83]), "+r"(d[84]), "+r"(d[85]), "+r"(d[86]), "+r"(d[87]),
              "+r"(d[88]), "+r"(d[89]), "+r"(d[90]), "+r"(d[91]), "+r"(d[92]), "+r"(d[93]), "+r"(d[94]), "+r"(d[95]),
              "+r"(d[96]), "+r"(d[97]), "+r"(d[98]), "+r"(d[99]), "+r"(d[100]), "+r"(d[101]), "+r"(d[102]), "+r"(d[103]),
              "+r"(d[104]), "+r"(d[105]), "+r"(d[106]), "+r"(d[107]), "+r"(d[108]), "+r"(d[109]), "+r"(d[110]), "+r"(d[111]),
              "+r"(d[112]), "+r"(d[113]), "+r"(d[114]), "+r"(d[115]), "+r"(d[116]), "+r"(d[117]), "+r"(d[118]), "+r"(d[119]),
              "+r"(d[120]), "+r"(d[121]), "+r"(d[122]), "+r"(d[123]), "+r"(d[124]), "+r"(d[125]), "+r"(d[126]), "+r"(d[127])
            : "l"(a), "l"(b));
}

// One layer by 128 x 256 tiles of two warpgroups, 64 x 256 results each. Of four stages one is multiplied, one may still be, and
// two are loading.
template <bool SUMS> static __device__ __forceinline__ void layer_wgmma(const s8* X, const s8* B, void* Y, int n, int row_tiles) {
    extern __shared__ u8 memory[];
    u32 stages = shared_address(memory) + 1023 & ~1023u;
    int row_tile, column_tile;
    tile_of(blockIdx.x, row_tiles, n / COLUMNS, &row_tile, &column_tile);
    size_t row0 = (size_t) row_tile * ROWS, column0 = (size_t) column_tile * COLUMNS;
    int group = threadIdx.x >> 7;
    int d[128];
#pragma unroll
    for (int i = 0; i < 128; i++) {
        d[i] = 0;
    }
    int steps = n / DEPTH;
#pragma unroll
    for (int s = 0; s < STAGES - 2; s++) {
        if (s < steps) {
            load_stage(stages + s * STAGE_BYTES, X, B, row0, column0, n, s * DEPTH);
        }
        end_of_copies();
    }
    for (int step = 0; step < steps; step++) {
        await_copies<STAGES - 3>();
        // The tensor cores read shared memory by another way than the copies wrote it.
        asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
        __syncthreads();
        u32 xs = stages + step % STAGES * STAGE_BYTES;
        u64 a = descriptor(xs + group * 64 * DEPTH), b = descriptor(xs + ROWS * DEPTH);
        asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
#pragma unroll
        for (int part = 0; part < DEPTH / 32; part++) {
            multiply(d, a + part * 2, b + part * 2);
        }
        asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
        // Everybody waited for the products of the step before the last one, and with them for that stage's last reader.
        if (step + STAGES - 2 < steps) {
            load_stage(stages + (step + STAGES - 2) % STAGES * STAGE_BYTES, X, B, row0, column0, n, (step + STAGES - 2) * DEPTH);
        }
        end_of_copies();
        asm volatile("wgmma.wait_group.sync.aligned 1;" ::: "memory");
    }
    asm volatile("wgmma.wait_group.sync.aligned 0;" ::: "memory");
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5 & 3;
#pragma unroll
    for (int i = 0; i < 128; i += 2) {
        size_t row = row0 + group * 64 + warp * 16 + (lane >> 2) + (i >> 1 & 1) * 8;
        size_t column = column0 + (i >> 2) * 8 + 2 * (lane & 3);
        store_pair<SUMS>(Y, row, column, n, d[i], d[i + 1]);
    }
}

extern "C" __global__ void __launch_bounds__(256, 1) gpv1_layer_wgmma(const s8* X, const s8* B, void* Y, int n, int row_tiles) {
    layer_wgmma<false>(X, B, Y, n, row_tiles);
}

extern "C" __global__ void __launch_bounds__(256, 1) gpv1_sums_wgmma(const s8* X, const s8* B, void* Y, int n, int row_tiles) {
    layer_wgmma<true>(X, B, Y, n, row_tiles);
}
