package dev.rigger.graval;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * XID errors, which NVIDIA's kernel driver writes to the kernel's log and tells nowhere else: those since the machine started, as
 * far as the log goes back.
 */
final class KernelLog implements AutoCloseable {
    private static final Pattern XID = Pattern.compile("NVRM: Xid \\(PCI:([0-9a-fA-F:.]+)\\): (\\d+)");
    private static final int RECORD_BYTES = 8_192;
    /** What the kernel says when records were overwritten before they were read; those after them follow. */
    private static final String OVERWRITTEN = "Broken pipe";

    private final Path log;
    private final Map<String, Map<Integer, Integer>> byBus = new ConcurrentHashMap<>();
    private final Thread reader;
    private volatile String absent = "";

    /** Follows the log until closed. */
    KernelLog(Path log) {
        this.log = log;
        // Reads of this device block without end and end with the process.
        this.reader = Thread.ofPlatform().name("kernel-log").daemon().start(this::follow);
    }

    /** How often each error was, by its number, of the GPU at that PCI address; none when the log cannot be read. */
    Optional<Map<Integer, Integer>> errorsOf(String pciBus) {
        return absent.isEmpty()
                ? Optional.of(new TreeMap<>(byBus.getOrDefault(canonical(pciBus), Map.of())))
                : Optional.empty();
    }

    /** Why the log cannot be read; empty when it can. */
    String absentBecause() {
        return absent;
    }

    private void follow() {
        try (InputStream in = new FileInputStream(log.toFile())) {
            byte[] record = new byte[RECORD_BYTES];
            while (!Thread.interrupted()) {
                int length = next(in, record);
                if (length < 0) {
                    return;
                }
                new String(record, 0, length, StandardCharsets.UTF_8).lines().forEach(this::note);
            }
        } catch (IOException e) {
            absent = log + " cannot be read: " + e.getMessage();
        }
    }

    private static int next(InputStream in, byte[] record) throws IOException {
        while (true) {
            try {
                return in.read(record);
            } catch (IOException e) {
                if (!OVERWRITTEN.equals(e.getMessage())) {
                    throw e;
                }
            }
        }
    }

    private void note(String line) {
        Matcher xid = XID.matcher(line);
        if (xid.find()) {
            byBus.computeIfAbsent(canonical(xid.group(1)), bus -> new ConcurrentHashMap<>())
                    .merge(Integer.parseInt(xid.group(2)), 1, Integer::sum);
        }
    }

    /** The kernel writes {@code 0000:3b:00}, the driver's tool {@code 00000000:3B:00.0}. */
    private static String canonical(String pciBus) {
        String[] parts =
                pciBus.toLowerCase(Locale.ROOT).replaceAll("\\.\\d$", "").split(":", -1);
        parts[0] = parts[0].replaceFirst("^0+(?=.)", "");
        return String.join(":", parts);
    }

    /** Waits until what is in the log was read; for logs that end. */
    void awaitEnd() throws InterruptedException {
        reader.join();
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
