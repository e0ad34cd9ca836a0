package dev.rigger.graval.cuda.ptx;

import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Integer arithmetic, comparisons, conversions and exchanges between lanes. Values of 32 bits lie in 64 with zeros above. */
final class Arithmetic {
    private static final long LOW = 0xFFFF_FFFFL;

    private final Registers registers;

    Arithmetic(Registers registers) {
        this.registers = registers;
    }

    Op read(String name, List<String> operands) {
        String[] parts = name.split("\\.", -1);
        String type = parts[parts.length - 1];
        int[] r = operands.stream().mapToInt(registers::of).toArray();
        boolean wide = type.endsWith("64");
        boolean signed = type.startsWith("s");
        return switch (parts[0]) {
            case "mov" -> unary(r, type, a -> a);
            case "not" -> unary(r, type, a -> type.equals("pred") ? a ^ 1 : ~a);
            case "cvta" ->
                unary(r, type, a -> parts[1].equals("to") && parts[2].equals("shared") ? a - DeviceMemory.SHARED : a);
            case "cvt" -> converted(r, parts[1], parts[2]);
            case "add" -> binary(r, type, (a, b) -> a + b);
            case "sub" -> binary(r, type, (a, b) -> a - b);
            case "and" -> binary(r, type, (a, b) -> a & b);
            case "or" -> binary(r, type, (a, b) -> a | b);
            case "xor" -> binary(r, type, (a, b) -> a ^ b);
            case "min" -> binary(r, type, (a, b) -> Math.min(value(a, wide, signed), value(b, wide, signed)));
            case "max" -> binary(r, type, (a, b) -> Math.max(value(a, wide, signed), value(b, wide, signed)));
            case "div" -> binary(r, type, (a, b) -> value(a, wide, signed) / value(b, wide, signed));
            case "rem" -> binary(r, type, (a, b) -> value(a, wide, signed) % value(b, wide, signed));
            case "shl" -> binary(r, type, (a, b) -> (b & LOW) >= (wide ? 64 : 32) ? 0 : a << b);
            case "shr" -> binary(r, type, (a, b) -> shiftedRight(value(a, wide, signed), b & LOW, wide, signed));
            case "mul" -> multiplied(r, parts[1], type);
            case "mad" -> ternary(r, type, (a, b, c) -> a * b + c);
            case "selp" -> ternary(r, type, (a, b, p) -> p != 0 ? a : b);
            case "setp" -> compared(r, parts[1], wide, signed);
            case "prmt" -> ternary(r, "b32", Arithmetic::permuted);
            case "dp4a" -> ternary(r, "b32", (a, b, c) -> TensorCores.products(a, b) + c);
            case "shf" -> ternary(r, "b32", (low, high, by) -> (high << 32 | low) << (by & 31) >>> 32);
            case "bfi" -> inserted(r, wide);
            case "shfl" -> exchanged(r, parts[2]);
            default -> throw new IllegalArgumentException("this machine does not know " + name);
        };
    }

    private interface Ternary {
        long of(long a, long b, long c);
    }

    private static Op unary(int[] r, String type, LongUnaryOperator f) {
        return binary(new int[] {r[0], r[1], r[1]}, type, (a, b) -> f.applyAsLong(a));
    }

    private static Op binary(int[] r, String type, LongBinaryOperator f) {
        return ternary(new int[] {r[0], r[1], r[2], r[2]}, type, (a, b, c) -> f.applyAsLong(a, b));
    }

    private static Op ternary(int[] r, String type, Ternary f) {
        long mask = mask(type);
        return (warp, lanes) -> {
            long[] to = warp.registers[r[0]];
            long[] a = warp.registers[r[1]];
            long[] b = warp.registers[r[2]];
            long[] c = warp.registers[r[3]];
            for (int lane = 0; lane < Warp.LANES; lane++) {
                if ((lanes >>> lane & 1) != 0) {
                    to[lane] = f.of(a[lane], b[lane], c[lane]) & mask;
                }
            }
        };
    }

    private static long mask(String type) {
        return type.equals("pred") || type.endsWith("64") ? -1 : type.endsWith("16") ? 0xFFFF : LOW;
    }

    private static long value(long raw, boolean wide, boolean signed) {
        return wide ? raw : signed ? (int) raw : raw & LOW;
    }

    private static long shiftedRight(long value, long by, boolean wide, boolean signed) {
        if (by >= (wide ? 64 : 32)) {
            return signed && value < 0 ? -1 : 0;
        }
        return signed ? value >> by : value >>> by;
    }

    private static Op converted(int[] r, String to, String from) {
        return unary(r, to, a -> switch (from) {
            case "s32" -> (int) a;
            case "u32" -> a & LOW;
            case "u16" -> a & 0xFFFF;
            case "s16" -> (short) a;
            case "u8" -> a & 0xFF;
            case "u64", "s64" -> a;
            default -> throw new IllegalStateException("this machine does not convert from " + from);
        });
    }

    private static Op multiplied(int[] r, String half, String type) {
        if (!half.equals("wide")) {
            return binary(r, type, (a, b) -> a * b);
        }
        boolean signed = type.startsWith("s");
        return binary(r, "b64", (a, b) -> value(a, false, signed) * value(b, false, signed));
    }

    private static Op compared(int[] r, String how, boolean wide, boolean signed) {
        return binary(r, "pred", (rawA, rawB) -> {
            long a = value(rawA, wide, signed);
            long b = value(rawB, wide, signed);
            int order = signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
            boolean holds = switch (how) {
                case "eq" -> a == b;
                case "ne" -> a != b;
                case "lt" -> order < 0;
                case "le" -> order <= 0;
                case "gt" -> order > 0;
                case "ge" -> order >= 0;
                default -> throw new IllegalStateException("this machine does not compare by " + how);
            };
            return holds ? 1 : 0;
        });
    }

    /** Four bytes chosen out of eight. */
    private static long permuted(long a, long b, long selector) {
        long both = b << 32 | a & LOW;
        long out = 0;
        for (int i = 0; i < 4; i++) {
            int choice = (int) (selector >>> 4 * i & 0xF);
            if (choice > 7) {
                throw new IllegalStateException("this machine does not copy signs with prmt");
            }
            out |= (both >>> 8 * choice & 0xFF) << 8 * i;
        }
        return out;
    }

    private static Op inserted(int[] r, boolean wide) {
        return (warp, lanes) -> {
            for (int lane = 0; lane < Warp.LANES; lane++) {
                if ((lanes >>> lane & 1) != 0) {
                    int position = (int) warp.registers[r[3]][lane];
                    int length = (int) warp.registers[r[4]][lane];
                    long field = (length >= 64 ? -1L : (1L << length) - 1) << position;
                    long value = warp.registers[r[2]][lane] & ~field | warp.registers[r[1]][lane] << position & field;
                    warp.registers[r[0]][lane] = wide ? value : value & LOW;
                }
            }
        };
    }

    private static Op exchanged(int[] r, String how) {
        if (!how.equals("bfly")) {
            throw new IllegalArgumentException("this machine does not know shfl." + how);
        }
        return (warp, lanes) -> {
            warp.together(lanes);
            long[] from = warp.registers[r[1]].clone();
            for (int lane = 0; lane < Warp.LANES; lane++) {
                warp.registers[r[0]][lane] = from[lane ^ (int) warp.registers[r[2]][lane]];
            }
        };
    }
}
