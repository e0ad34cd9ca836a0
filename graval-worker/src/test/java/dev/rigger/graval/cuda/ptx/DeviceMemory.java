package dev.rigger.graval.cuda.ptx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A GPU's global memory. Every allocation has addresses of its own, so that what reaches past its end is caught; new memory is
 * full of a pattern that nobody should take for a result.
 */
final class DeviceMemory {
    /** Where generic addresses of a block's and a thread's own memory, and of constants, begin. */
    static final long SHARED = 1L << 56;

    static final long LOCAL = 2L << 56;
    static final long CONSTANT = 3L << 56;

    private static final int OFFSET_BITS = 40;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** @param skipped bytes at the beginning that no memory stands for */
    private record Allocation(long skipped, byte[] bytes) {}

    private final Map<Long, Allocation> allocations = new ConcurrentHashMap<>();
    private long allocated;

    long allocate(long bytes) {
        return allocateFrom(0, bytes);
    }

    /** Memory of which only the bytes from {@code skipped} on exist: a part of something larger than the heap. */
    long allocateFrom(long skipped, long bytes) {
        byte[] content = new byte[Math.toIntExact(bytes)];
        Arrays.fill(content, (byte) 0xA5);
        long address = ++allocated << OFFSET_BITS;
        allocations.put(allocated, new Allocation(skipped, content));
        return address;
    }

    void free(long address) {
        if (allocations.remove(address >>> OFFSET_BITS) == null) {
            throw new IllegalStateException("freed what is not allocated");
        }
    }

    int allocations() {
        return allocations.size();
    }

    long read(long address, int bytes) {
        Allocation at = allocation(address);
        return read(at.bytes(), index(at, address, bytes), bytes);
    }

    void write(long address, int bytes, long value) {
        Allocation at = allocation(address);
        write(at.bytes(), index(at, address, bytes), bytes, value);
    }

    void copy(long from, byte[] to, int offset, int bytes) {
        Allocation at = allocation(from);
        System.arraycopy(at.bytes(), index(at, from, bytes), to, offset, bytes);
    }

    void copyIn(byte[] from, long to) {
        Allocation at = allocation(to);
        System.arraycopy(from, 0, at.bytes(), index(at, to, from.length), from.length);
    }

    static long read(byte[] from, int at, int bytes) {
        if (at % bytes != 0) {
            throw new IllegalStateException("a read of " + bytes + " bytes at " + at + " is not aligned");
        }
        return switch (bytes) {
            case 1 -> from[at] & 0xFFL;
            case 2 -> (short) SHORT.get(from, at) & 0xFFFFL;
            case 4 -> (int) INT.get(from, at) & 0xFFFF_FFFFL;
            default -> (long) LONG.get(from, at);
        };
    }

    static void write(byte[] to, int at, int bytes, long value) {
        if (at % bytes != 0) {
            throw new IllegalStateException("a write of " + bytes + " bytes at " + at + " is not aligned");
        }
        switch (bytes) {
            case 1 -> to[at] = (byte) value;
            case 2 -> SHORT.set(to, at, (short) value);
            case 4 -> INT.set(to, at, (int) value);
            default -> LONG.set(to, at, value);
        }
    }

    private Allocation allocation(long address) {
        Allocation at = allocations.get(address >>> OFFSET_BITS);
        if (at == null) {
            throw new IllegalStateException("address " + Long.toHexString(address) + " is nobody's");
        }
        return at;
    }

    private static int index(Allocation at, long address, int bytes) {
        long offset = (address & (1L << OFFSET_BITS) - 1) - at.skipped();
        if (offset < 0 || offset + bytes > at.bytes().length) {
            throw new IllegalStateException("an access of " + bytes + " bytes at offset " + (offset + at.skipped())
                    + " leaves an allocation of " + at.bytes().length);
        }
        return (int) offset;
    }
}
