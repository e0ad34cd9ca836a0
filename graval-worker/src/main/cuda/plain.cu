// What every GPU from compute capability 7.5 on can run: the generator, layers and scans by dp4a, hashes and trees.
#include "common.cuh"

static __device__ __forceinline__ int dp4a(int a, int b, int sum) {
    asm("dp4a.s32.s32 %0, %1, %2, %0;" : "+r"(sum) : "r"(a), "r"(b));
    return sum;
}

// Philox4x32-10: block `first + i` of the stream, 16 bytes, by thread i.
extern "C" __global__ void gpv1_fill(uint4* out, u64 first, u64 count, u32 k0, u32 k1) {
    u64 i = (u64) blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count) {
        return;
    }
    u64 block = first + i;
    u32 c0 = (u32) block, c1 = (u32) (block >> 32), c2 = 0, c3 = 0;
#pragma unroll
    for (int round = 0; round < 10; round++) {
        u64 p = (u64) c0 * 0xD2511F53u;
        u64 r = (u64) c2 * 0xCD9E8D57u;
        u32 n0 = (u32) (r >> 32) ^ c1 ^ k0;
        u32 n2 = (u32) (p >> 32) ^ c3 ^ k1;
        c1 = (u32) r;
        c3 = (u32) p;
        c0 = n0;
        c2 = n2;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    out[i] = make_uint4(c0, c1, c2, c3);
}

// One layer, Y[i][j] = sum over l of X[i][l] * B[j][l], by 128 x 128 tiles of 256 threads, 8 x 8 results a thread. Operands go
// through shared memory word by word (four values of l), column after column; 132 words a column keep the banks apart.
// SUMS writes int32, else mixed int8.
template <bool SUMS> static __device__ __forceinline__ void layer_dp4a(const int4* X, const int4* B, void* Y, int n, int row_tiles) {
    __shared__ __align__(16) int xs[2][8][132];
    __shared__ __align__(16) int bs[2][8][132];
    int row_tile, column_tile;
    tile_of(blockIdx.x, row_tiles, (n + 127) / 128, &row_tile, &column_tile);
    int tid = threadIdx.x, tx = tid & 15, ty = tid >> 4;
    int r = tid >> 1, half = tid & 1, chunks = n >> 4;
    size_t row0 = (size_t) row_tile * 128;
    int column0 = column_tile * 128;
    bool inside = column0 + r < n;
    const int4* x = X + (row0 + r) * chunks + half;
    const int4* b = B + (size_t) (inside ? column0 + r : 0) * chunks + half;
    int acc[8][8];
#pragma unroll
    for (int i = 0; i < 8; i++) {
#pragma unroll
        for (int j = 0; j < 8; j++) {
            acc[i][j] = 0;
        }
    }
    int steps = n >> 5;
    int4 nothing = make_int4(0, 0, 0, 0);
    int4 nextx = x[0];
    int4 nextb = inside ? b[0] : nothing;
    for (int step = 0; step < steps; step++) {
        int at = step & 1;
        xs[at][4 * half][r] = nextx.x;
        xs[at][4 * half + 1][r] = nextx.y;
        xs[at][4 * half + 2][r] = nextx.z;
        xs[at][4 * half + 3][r] = nextx.w;
        bs[at][4 * half][r] = nextb.x;
        bs[at][4 * half + 1][r] = nextb.y;
        bs[at][4 * half + 2][r] = nextb.z;
        bs[at][4 * half + 3][r] = nextb.w;
        __syncthreads();
        if (step + 1 < steps) {
            nextx = x[2 * step + 2];
            nextb = inside ? b[2 * step + 2] : nothing;
        }
#pragma unroll
        for (int l = 0; l < 8; l++) {
            int4 x0 = *(const int4*) &xs[at][l][4 * ty], x1 = *(const int4*) &xs[at][l][64 + 4 * ty];
            int4 b0 = *(const int4*) &bs[at][l][4 * tx], b1 = *(const int4*) &bs[at][l][64 + 4 * tx];
            int left[8] = {x0.x, x0.y, x0.z, x0.w, x1.x, x1.y, x1.z, x1.w};
            int right[8] = {b0.x, b0.y, b0.z, b0.w, b1.x, b1.y, b1.z, b1.w};
#pragma unroll
            for (int i = 0; i < 8; i++) {
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    acc[i][j] = dp4a(left[i], right[j], acc[i][j]);
                }
            }
        }
    }
#pragma unroll
    for (int i = 0; i < 8; i++) {
        size_t row = row0 + (i >> 2) * 64 + 4 * ty + (i & 3);
#pragma unroll
        for (int j = 0; j < 8; j += 4) {
            int column = column0 + (j >> 2) * 64 + 4 * tx;
            if (column < n) {
                if (SUMS) {
                    *(int4*) ((int*) Y + row * n + column) =
                            make_int4(acc[i][j], acc[i][j + 1], acc[i][j + 2], acc[i][j + 3]);
                } else {
                    *(u32*) ((s8*) Y + row * n + column) = mixed(acc[i][j]) | mixed(acc[i][j + 1]) << 8
                            | mixed(acc[i][j + 2]) << 16 | mixed(acc[i][j + 3]) << 24;
                }
            }
        }
    }
}

extern "C" __global__ void __launch_bounds__(256) gpv1_layer_dp4a(const int4* X, const int4* B, void* Y, int n, int row_tiles) {
    layer_dp4a<false>(X, B, Y, n, row_tiles);
}

extern "C" __global__ void __launch_bounds__(256) gpv1_sums_dp4a(const int4* X, const int4* B, void* Y, int n, int row_tiles) {
    layer_dp4a<true>(X, B, Y, n, row_tiles);
}

// Eight sums of each row over all its slots. A warp takes eight rows, a lane every 32nd 16 bytes of them. W has eight rows of
// layers * n; out begins with the sums of row `first`. `rows` is a multiple of 64.
extern "C" __global__ void __launch_bounds__(256) gpv1_scan_dp4a(
        const u64* slots, int layers, const int4* W, int* out, int n, u64 first, u64 rows) {
    int lane = threadIdx.x & 31;
    u64 local = ((u64) blockIdx.x * 8 + (threadIdx.x >> 5)) * 8;
    if (local >= rows) {
        return;
    }
    int chunks = n >> 4;
    int acc[8][8];
#pragma unroll
    for (int r = 0; r < 8; r++) {
#pragma unroll
        for (int c = 0; c < 8; c++) {
            acc[r][c] = 0;
        }
    }
    for (int t = 0; t < layers; t++) {
        const int4* slot = (const int4*) slots[t] + (first + local) * chunks;
        for (int l = lane; l < chunks; l += 32) {
            int4 w[8];
#pragma unroll
            for (int c = 0; c < 8; c++) {
                w[c] = W[(size_t) c * layers * chunks + (size_t) t * chunks + l];
            }
#pragma unroll
            for (int r = 0; r < 8; r++) {
                int4 s = slot[(size_t) r * chunks + l];
#pragma unroll
                for (int c = 0; c < 8; c++) {
                    acc[r][c] = dp4a(s.x, w[c].x, dp4a(s.y, w[c].y, dp4a(s.z, w[c].z, dp4a(s.w, w[c].w, acc[r][c]))));
                }
            }
        }
    }
#pragma unroll
    for (int r = 0; r < 8; r++) {
#pragma unroll
        for (int c = 0; c < 8; c++) {
            int sum = acc[r][c];
#pragma unroll
            for (int d = 16; d > 0; d >>= 1) {
                int other;
                asm volatile("shfl.sync.bfly.b32 %0, %1, %2, 31, 0xffffffff;" : "=r"(other) : "r"(sum), "r"(d));
                sum += other;
            }
            if (lane == (r * 8 + c) % 32) {
                out[(local + r) * 8 + c] = sum;
            }
        }
    }
}

// SHA-256, FIPS 180-4.
static __constant__ u32 ROUND[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static __device__ __forceinline__ u32 right(u32 x, int bits) {
    return x >> bits | x << (32 - bits);
}

static __device__ __forceinline__ u32 swapped(u32 x) {
    u32 out;
    asm("prmt.b32 %0, %1, 0, 0x0123;" : "=r"(out) : "r"(x));
    return out;
}

static __device__ __forceinline__ void compress(u32* h, u32* w) {
    u32 a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
#pragma unroll 1
    for (int from = 0; from < 64; from += 16) {
#pragma unroll
        for (int i = 0; i < 16; i++) {
            u32 t1 = k + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[from + i] + w[i];
            u32 t2 = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            k = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
            u32 w1 = w[(i + 1) & 15], w14 = w[(i + 14) & 15];
            w[i] += (right(w1, 7) ^ right(w1, 18) ^ w1 >> 3) + w[(i + 9) & 15] + (right(w14, 17) ^ right(w14, 19) ^ w14 >> 10);
        }
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
    h[5] += f;
    h[6] += g;
    h[7] += k;
}

// A message's byte, with its padding up to the length that ends it.
static __device__ __forceinline__ u32 byte_at(const u8* head, int head_bytes, const u8* data, int data_bytes, int at) {
    if (at < head_bytes) {
        return head[at];
    }
    if (at < head_bytes + data_bytes) {
        return data[at - head_bytes];
    }
    return at == head_bytes + data_bytes ? 0x80 : 0;
}

// Hash of head ‖ data. The data lies at a multiple of four bytes; the head is short.
static __device__ __forceinline__ void sha256(const u8* head, int head_bytes, const u8* data, int data_bytes, u32* out) {
    u32 h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    int bytes = head_bytes + data_bytes, blocks = (bytes + 72) / 64;
#pragma unroll 1
    for (int block = 0; block < blocks; block++) {
        int from = block * 64;
        u32 w[16];
        if (from >= head_bytes && from + 64 <= bytes) {
            // Whole words of the data, shifted by what the head left over.
            int offset = from - head_bytes, over = offset & 3;
            const u32* words = (const u32*) (data + (offset - over));
            u32 now = swapped(words[0]);
#pragma unroll
            for (int i = 0; i < 16; i++) {
                u32 next = i < 15 || over > 0 ? swapped(words[i + 1]) : 0;
                w[i] = (u32) ((((u64) now << 32 | next) << 8 * over) >> 32);
                now = next;
            }
        } else {
#pragma unroll 1
            for (int i = 0; i < 16; i++) {
                u32 word = 0;
#pragma unroll 1
                for (int j = 0; j < 4; j++) {
                    word = word << 8 | byte_at(head, head_bytes, data, data_bytes, from + 4 * i + j);
                }
                // Written so that no index is known at run time only: w stays in registers.
#pragma unroll
                for (int s = 0; s < 16; s++) {
                    w[s] = s == i ? word : w[s];
                }
            }
            if (block == blocks - 1) {
                w[15] = (u32) bytes * 8;
            }
        }
        compress(h, w);
    }
#pragma unroll
    for (int i = 0; i < 8; i++) {
        out[i] = swapped(h[i]);
    }
}

static __device__ __forceinline__ void number(u8* to, u64 value) {
    for (int i = 0; i < 8; i++) {
        to[i] = (u8) (value >> 8 * i);
    }
}

// F of each row: hash of label, context, row and its eight sums.
extern "C" __global__ void __launch_bounds__(128) gpv1_fingerprints(const u8* context, const u8* sums, u32* out, u64 rows) {
    u64 row = (u64) blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) {
        return;
    }
    u8 head[49] = {'G', 'P', 'V', '1', '/', 'r', 'o', 'w', 0};
    for (int i = 0; i < 32; i++) {
        head[9 + i] = context[i];
    }
    number(head + 41, row);
    sha256(head, 49, sums + row * 32, 32, out + row * 8);
}

// A tree's leaves: the hash of each group's entries, and zeros up to `padded`.
extern "C" __global__ void __launch_bounds__(64) gpv1_leaves(
        int audit, const u8* entries, u32* out, int group_rows, u64 groups, u64 padded) {
    u64 group = (u64) blockIdx.x * blockDim.x + threadIdx.x;
    if (group >= padded) {
        return;
    }
    if (group >= groups) {
        for (int i = 0; i < 8; i++) {
            out[group * 8 + i] = 0;
        }
        return;
    }
    u8 head[19] = {'G', 'P', 'V', '1', '/', 'a', 'l', 'e', 'a', 'f', 0};
    if (!audit) {
        const u8 work[10] = {'G', 'P', 'V', '1', '/', 'l', 'e', 'a', 'f', 0};
        for (int i = 0; i < 10; i++) {
            head[i] = work[i];
        }
    }
    int label = audit ? 11 : 10;
    number(head + label, group);
    sha256(head, label + 8, entries + group * group_rows * 32, group_rows * 32, out + group * 8);
}

// The level above: each node is the hash of two beside one another.
extern "C" __global__ void __launch_bounds__(64) gpv1_nodes(const u8* below, u32* out, u64 nodes) {
    u64 node = (u64) blockIdx.x * blockDim.x + threadIdx.x;
    if (node >= nodes) {
        return;
    }
    const u8 head[10] = {'G', 'P', 'V', '1', '/', 'n', 'o', 'd', 'e', 0};
    sha256(head, 10, below + node * 64, 64, out + node * 8);
}
