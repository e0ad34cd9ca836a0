package dev.rigger.graval.cuda.ptx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A kernel's registers by number; what it writes as a number or a symbol is a register that nobody changes. */
final class Registers {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, Long> fixed = new HashMap<>();
    private final Map<String, Long> symbols = new HashMap<>();

    void symbol(String name, long address) {
        symbols.put(name, address);
    }

    int of(String operand) {
        String name = operand.strip();
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        numbers.put(name, number);
        Long symbol = symbols.get(name);
        if (symbol != null) {
            fixed.put(number, symbol);
        } else if (Character.isDigit(name.charAt(0)) || name.charAt(0) == '-') {
            fixed.put(number, Long.decode(name));
        }
        return number;
    }

    int count() {
        return numbers.size();
    }

    /** All registers of a warp, unset ones full of what no kernel expects. */
    long[][] forWarp(int firstThread, int threads, int block, int blocks) {
        long[][] values = new long[count()][Warp.LANES];
        for (long[] register : values) {
            Arrays.fill(register, 0xA5A5A5A5L);
        }
        fixed.forEach((number, value) -> Arrays.fill(values[number], value));
        for (int lane = 0; lane < Warp.LANES; lane++) {
            set(values, "%tid.x", lane, firstThread + lane);
            set(values, "%ntid.x", lane, threads);
            set(values, "%ctaid.x", lane, block);
            set(values, "%nctaid.x", lane, blocks);
        }
        return values;
    }

    private void set(long[][] values, String name, int lane, int value) {
        Integer number = numbers.get(name);
        if (number != null) {
            values[number][lane] = value;
        }
    }
}
