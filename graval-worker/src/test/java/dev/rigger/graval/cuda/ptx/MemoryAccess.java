package dev.rigger.graval.cuda.ptx;

import java.util.List;

/** Loads, stores, and copies that run by themselves. */
final class MemoryAccess {
    private final PtxEntry entry;

    MemoryAccess(PtxEntry entry) {
        this.entry = entry;
    }

    Op read(String name, List<String> operands) {
        String[] parts = name.split("\\.", -1);
        if (parts[0].equals("cp")) {
            return copy(parts, operands);
        }
        boolean load = parts[0].equals("ld");
        String type = parts[parts.length - 1];
        int bytes = Integer.parseInt(type.substring(1)) / 8;
        String space = parts[1].startsWith("v") || parts.length == 2 ? "generic" : parts[1];
        int[] values = Instructions.registers(operands.get(load ? 0 : 1), entry.registers);
        if (space.equals("param")) {
            return parameter(values[0], bytes, operands.get(1));
        }
        Address at = address(operands.get(load ? 1 : 0));
        return (warp, lanes) -> {
            for (int lane = 0; lane < Warp.LANES; lane++) {
                if ((lanes >>> lane & 1) != 0) {
                    long address = generic(space, at.of(warp, lane));
                    if (address % ((long) bytes * values.length) != 0) {
                        throw new IllegalStateException(entry.name + ": " + name + " is not aligned");
                    }
                    for (int i = 0; i < values.length; i++) {
                        if (load) {
                            warp.registers[values[i]][lane] = load(warp, lane, address + (long) i * bytes, bytes);
                        } else {
                            store(warp, lane, address + (long) i * bytes, bytes, warp.registers[values[i]][lane]);
                        }
                    }
                }
            }
        };
    }

    private interface Address {
        long of(Warp warp, int lane);
    }

    private Address address(String operand) {
        String inner = operand.substring(1, operand.length() - 1);
        int plus = inner.indexOf('+');
        int base = entry.registers.of(plus < 0 ? inner : inner.substring(0, plus));
        long offset = plus < 0 ? 0 : Long.parseLong(inner.substring(plus + 1));
        return (warp, lane) -> warp.registers[base][lane] + offset;
    }

    private Op parameter(int to, int bytes, String operand) {
        Integer offset = entry.parameterOffsets.get(operand.substring(1, operand.length() - 1));
        if (offset == null) {
            throw new IllegalArgumentException("no parameter " + operand);
        }
        return (warp, lanes) -> {
            for (int lane = 0; lane < Warp.LANES; lane++) {
                if ((lanes >>> lane & 1) != 0) {
                    warp.registers[to][lane] = DeviceMemory.read(warp.block.parameters, offset, bytes);
                }
            }
        };
    }

    /** A block's and a thread's own memory are addressed from 0 by instructions that name it. */
    private static long generic(String space, long address) {
        long base = switch (space) {
            case "shared" -> DeviceMemory.SHARED;
            case "local" -> DeviceMemory.LOCAL;
            case "const" -> DeviceMemory.CONSTANT;
            default -> 0;
        };
        return address >= base ? address : address + base;
    }

    private static long load(Warp warp, int lane, long address, int bytes) {
        return switch ((int) (address >>> 56)) {
            case 0 -> warp.block.memory.read(address, bytes);
            case 1 -> DeviceMemory.read(warp.block.shared, (int) address, bytes);
            case 2 -> DeviceMemory.read(warp.local[lane], (int) address, bytes);
            default -> DeviceMemory.read(warp.block.constants, (int) address, bytes);
        };
    }

    private static void store(Warp warp, int lane, long address, int bytes, long value) {
        switch ((int) (address >>> 56)) {
            case 0 -> warp.block.memory.write(address, bytes, value);
            case 1 -> DeviceMemory.write(warp.block.shared, (int) address, bytes, value);
            case 2 -> DeviceMemory.write(warp.local[lane], (int) address, bytes, value);
            default -> throw new IllegalStateException("constants are not written");
        }
    }

    private Op copy(String[] parts, List<String> operands) {
        if (parts[2].equals("commit_group")) {
            return (warp, lanes) -> {
                warp.together(lanes);
                warp.copies.commit();
            };
        }
        if (parts[2].equals("wait_group")) {
            int pending = Integer.parseInt(operands.getFirst());
            return (warp, lanes) -> {
                warp.together(lanes);
                warp.copies.await(pending);
            };
        }
        Address to = address(operands.get(0));
        Address from = address(operands.get(1));
        int bytes = Integer.parseInt(operands.get(2));
        int wanted = entry.registers.of(operands.get(3));
        return (warp, lanes) -> {
            for (int lane = 0; lane < Warp.LANES; lane++) {
                if ((lanes >>> lane & 1) != 0) {
                    int target = (int) to.of(warp, lane);
                    long source = from.of(warp, lane);
                    int count = (int) warp.registers[wanted][lane];
                    if (target % bytes != 0 || source % bytes != 0) {
                        throw new IllegalStateException(entry.name + ": a copy is not aligned");
                    }
                    warp.copies.start(() -> copy(warp.block, target, source, count, bytes));
                }
            }
        };
    }

    private static void copy(Block block, int to, long from, int wanted, int bytes) {
        byte[] content = new byte[bytes];
        if (wanted > 0) {
            block.memory.copy(from, content, 0, wanted);
        }
        System.arraycopy(content, 0, block.shared, to, bytes);
    }
}
