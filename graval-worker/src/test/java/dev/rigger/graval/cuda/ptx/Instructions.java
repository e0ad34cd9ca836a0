package dev.rigger.graval.cuda.ptx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads instructions: predicate, name, operands. Control flow is here, the rest is by kind. */
final class Instructions {
    private final PtxEntry entry;
    private final Arithmetic arithmetic;
    private final MemoryAccess memory;
    private final TensorCores tensorCores;

    Instructions(PtxEntry entry) {
        this.entry = entry;
        this.arithmetic = new Arithmetic(entry.registers);
        this.memory = new MemoryAccess(entry);
        this.tensorCores = new TensorCores(entry.registers);
    }

    Op read(String statement) {
        if (!statement.startsWith("@")) {
            return plain(statement);
        }
        int space = statement.indexOf(' ');
        boolean negated = statement.charAt(1) == '!';
        int predicate = entry.registers.of(statement.substring(negated ? 2 : 1, space));
        Op op = plain(statement.substring(space + 1));
        return (warp, lanes) -> {
            int wanted = 0;
            long[] value = warp.registers[predicate];
            for (int lane = 0; lane < Warp.LANES; lane++) {
                wanted |= (value[lane] != 0) != negated ? 1 << lane : 0;
            }
            wanted &= lanes;
            if (wanted != 0) {
                op.run(warp, wanted);
            }
        };
    }

    private Op plain(String statement) {
        int space = statement.indexOf(' ');
        String name = space < 0 ? statement : statement.substring(0, space);
        List<String> operands = space < 0 ? List.of() : operands(statement.substring(space + 1));
        String kind = name.split("\\.", 2)[0];
        return switch (kind) {
            case "bra" -> jump(operands.getFirst());
            case "ret" -> Warp::end;
            case "bar" -> Warp::barrier;
            // Between generic stores and the tensor cores; here both see the same memory at once.
            case "fence" -> Warp::together;
            case "ld", "st", "cp" -> memory.read(name, operands);
            case "mma", "ldmatrix", "wgmma" -> tensorCores.read(name, operands);
            default -> arithmetic.read(name.toLowerCase(Locale.ROOT), operands);
        };
    }

    /** Labels are known when all is read, so that the way is looked up when it is gone first. */
    private Op jump(String label) {
        return (warp, lanes) -> {
            Integer target = entry.labels.get(label);
            if (target == null) {
                throw new IllegalStateException("no label " + label);
            }
            warp.jump(lanes, target);
        };
    }

    private static List<String> operands(String text) {
        List<String> operands = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                operands.add(text.substring(from, at).strip());
                from = at + 1;
            }
        }
        operands.add(text.substring(from).strip());
        return operands;
    }

    /** The registers within braces, or the one that stands alone. */
    static int[] registers(String operand, Registers registers) {
        String inner = operand.startsWith("{") ? operand.substring(1, operand.length() - 1) : operand;
        String[] names = inner.split(",", -1);
        int[] numbers = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            numbers[i] = registers.of(names[i]);
        }
        return numbers;
    }
}
