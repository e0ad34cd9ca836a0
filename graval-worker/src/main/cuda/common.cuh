// What all kernels of the GPU proof share. Built with no header of CUDA's own: what the compiler does not know by itself is
// written in PTX.
//
// Rows are always a multiple of 256 here: whoever allocates the slots rounds up. The order n is a multiple of 64.
typedef unsigned char u8;
typedef signed char s8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

// The non-linear step between two layers.
static __device__ __forceinline__ u32 mixed(int sum) {
    u32 u = (u32) sum;
    u ^= u >> 16;
    u *= 0x85EBCA6Bu;
    u ^= u >> 13;
    u *= 0xC2B2AE35u;
    u ^= u >> 16;
    return u >> 24;
}

// Which tile of the result a block computes. Blocks that run together take eight rows of tiles, so that what they read of X
// and of B stays in the second cache.
static __device__ __forceinline__ void tile_of(int block, int row_tiles, int column_tiles, int* row, int* column) {
    int group = block / (8 * column_tiles);
    int inside = block - group * 8 * column_tiles;
    int height = min(8, row_tiles - group * 8);
    *row = group * 8 + inside % height;
    *column = inside / height;
}

static __device__ __forceinline__ u32 shared_address(const void* pointer) {
    u32 address;
    asm("{ .reg .u64 wide; cvta.to.shared.u64 wide, %1; cvt.u32.u64 %0, wide; }" : "=r"(address) : "l"(pointer));
    return address;
}

// 16 bytes to shared memory, behind the thread's back; zeros where wanted is false.
static __device__ __forceinline__ void copy16(u32 to, const void* from, bool wanted) {
    u32 bytes = wanted ? 16 : 0;
    asm volatile("{ .reg .u64 source; cvta.to.global.u64 source, %1; cp.async.cg.shared.global [%0], [source], 16, %2; }"
                 :: "r"(to), "l"(from), "r"(bytes) : "memory");
}

static __device__ __forceinline__ void end_of_copies() {
    asm volatile("cp.async.commit_group;" ::: "memory");
}

// Waits until at most so many groups of this thread's copies are under way.
template <int GROUPS> static __device__ __forceinline__ void await_copies() {
    asm volatile("cp.async.wait_group %0;" :: "n"(GROUPS) : "memory");
}
