package dev.rigger.graval.cuda.ptx;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of PTX: its kernels and its constants. */
final class PtxModule {
    private static final Pattern ENTRY = Pattern.compile("\\.entry (\\w+)\\(([^)]*)\\)");
    private static final Pattern CONSTANT =
            Pattern.compile("\\.const \\.align \\d+ \\.b8 (\\w+)\\[(\\d+)] = \\{([^}]*)}");

    private final Map<String, PtxEntry> entries = new HashMap<>();
    final byte[] constants;

    PtxModule(String ptx) {
        String text = ptx.replaceAll("//[^\n]*", "");
        Map<String, Long> symbols = new HashMap<>();
        byte[] bytes = new byte[0];
        Matcher constant = CONSTANT.matcher(text);
        while (constant.find()) {
            symbols.put(constant.group(1), DeviceMemory.CONSTANT + bytes.length);
            String[] values = constant.group(3).split(",", -1);
            byte[] more = new byte[bytes.length + Integer.parseInt(constant.group(2))];
            System.arraycopy(bytes, 0, more, 0, bytes.length);
            for (int i = 0; i < values.length; i++) {
                more[bytes.length + i] = (byte) Integer.parseInt(values[i].strip());
            }
            bytes = more;
        }
        constants = bytes;
        Matcher entry = ENTRY.matcher(text);
        while (entry.find()) {
            int open = text.indexOf('{', entry.end());
            entries.put(
                    entry.group(1),
                    new PtxEntry(entry.group(1), entry.group(2), text.substring(open + 1, close(text, open)), symbols));
        }
    }

    PtxEntry entry(String name) {
        PtxEntry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no kernel " + name);
        }
        return entry;
    }

    private static int close(String text, int open) {
        int depth = 0;
        for (int at = open; at < text.length(); at++) {
            if (text.charAt(at) == '{') {
                depth++;
            } else if (text.charAt(at) == '}' && --depth == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("a kernel does not end");
    }
}
