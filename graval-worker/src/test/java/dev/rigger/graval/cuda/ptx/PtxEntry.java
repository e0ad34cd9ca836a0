package dev.rigger.graval.cuda.ptx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One kernel, read from PTX: its parameters, its memory, and its instructions in order. */
final class PtxEntry {
    private static final Pattern PARAMETER = Pattern.compile("\\.param \\.[ub](32|64) (\\w+)");
    private static final Pattern ARRAY = Pattern.compile("\\.(shared|local) \\.align (\\d+) \\.b8 (\\w+)\\[(\\d+)]");
    private static final Pattern LABEL = Pattern.compile("^([$\\w]+):");

    final String name;
    final Map<String, Integer> parameterOffsets = new HashMap<>();
    final List<Integer> parameterBytes = new ArrayList<>();
    final Registers registers = new Registers();
    final List<Op> code = new ArrayList<>();
    final Map<String, Integer> labels = new HashMap<>();
    /** What a warp lacks to find its way: where each instruction that jumps goes. */
    int sharedBytes;

    int localBytes;

    PtxEntry(String name, String parameters, String body, Map<String, Long> constants) {
        this.name = name;
        Matcher parameter = PARAMETER.matcher(parameters);
        int offset = 0;
        while (parameter.find()) {
            int bytes = Integer.parseInt(parameter.group(1)) / 8;
            offset = (offset + bytes - 1) / bytes * bytes;
            parameterOffsets.put(parameter.group(2), offset);
            parameterBytes.add(bytes);
            offset += bytes;
        }
        constants.forEach(registers::symbol);
        List<String> statements = statements(body);
        registers.symbol("memory", DeviceMemory.SHARED + sharedBytes);
        Instructions instructions = new Instructions(this);
        statements.forEach(statement -> code.add(instructions.read(statement)));
    }

    /** Declares and labels on the way, and gives back what is to be executed. */
    private List<String> statements(String body) {
        List<String> statements = new ArrayList<>();
        int at = 0;
        while (at < body.length()) {
            char c = body.charAt(at);
            if (Character.isWhitespace(c) || c == '{' || c == '}' || c == ';') {
                at++;
                continue;
            }
            Matcher label = LABEL.matcher(body.substring(at, Math.min(body.length(), at + 80)));
            if (label.find()) {
                labels.put(label.group(1), statements.size());
                at += label.end();
                continue;
            }
            int end = body.indexOf(';', at);
            String statement = body.substring(at, end).replaceAll("\\s+", " ").strip();
            at = end + 1;
            if (!declares(statement)) {
                statements.add(statement);
            }
        }
        return statements;
    }

    private boolean declares(String statement) {
        Matcher array = ARRAY.matcher(statement);
        if (array.find()) {
            int align = Integer.parseInt(array.group(2));
            int bytes = Integer.parseInt(array.group(4));
            if (array.group(1).equals("shared")) {
                sharedBytes = (sharedBytes + align - 1) / align * align;
                registers.symbol(array.group(3), DeviceMemory.SHARED + sharedBytes);
                sharedBytes += bytes;
            } else {
                registers.symbol(array.group(3), DeviceMemory.LOCAL + localBytes);
                localBytes += bytes;
            }
            return true;
        }
        return statement.startsWith(".reg") || statement.startsWith(".pragma");
    }
}
