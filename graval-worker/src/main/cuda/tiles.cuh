// What both ways over the tensor cores share: tiles of 128 x 256 results by 256 threads, and four stages of shared memory, each
// with rows of X above rows of B. Whoever includes this says before it how many values of a row a stage holds (DEPTH), and
// after it where 16 bytes of a row lie in a tile (piece).
#include "common.cuh"

#define ROWS 128
#define COLUMNS 256
#define STAGES 4
#define STAGE_BYTES ((ROWS + COLUMNS) * DEPTH)
// Pieces of a row, a power of two.
#define CHUNKS (DEPTH / 16)
#define CHUNK_BITS (CHUNKS == 8 ? 3 : 2)

static __device__ __forceinline__ u32 piece(int row, int chunk);

// One stage's rows of X.
static __device__ __forceinline__ void load_rows(u32 tile, const s8* X, size_t row0, int n, int k) {
#pragma unroll
    for (int i = 0; i < ROWS * CHUNKS / 256; i++) {
        int e = threadIdx.x + i * 256, r = e >> CHUNK_BITS, c = e & CHUNKS - 1;
        copy16(tile + piece(r, c), X + (row0 + r) * n + k + c * 16, true);
    }
}

// Two results of one row side by side: as sums, or as the next layer's values.
template <bool SUMS> static __device__ __forceinline__ void store_pair(
        void* Y, size_t row, size_t column, int n, int left, int right) {
    if (SUMS) {
        *(int2*) ((int*) Y + row * n + column) = make_int2(left, right);
    } else {
        *(u16*) ((s8*) Y + row * n + column) = (u16) (mixed(left) | mixed(right) << 8);
    }
}
