package dev.rigger.gpv1.verifier;

import static java.util.Objects.requireNonNull;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.OpenAnswer.Opened;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.work.Opening;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Changes one thing in an honest message, never back into itself. Which thing, the seed tells. */
final class Mutations {
    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    Answer of(Answer honest) {
        Map<String, String> plaintexts = new HashMap<>(honest.plaintexts());
        Map<String, String> roots = new HashMap<>(honest.roots());
        Map<String, WorkSize> sizes = new HashMap<>(honest.sizes());
        String uuid = one(List.copyOf(roots.keySet()));
        switch (random.nextInt(7)) {
            case 0 -> plaintexts.put(uuid, garbled(requireNonNull(plaintexts.get(uuid))));
            case 1 -> roots.put(uuid, garbled(requireNonNull(roots.get(uuid))));
            case 2 -> plaintexts.remove(uuid);
            case 3 -> roots.remove(uuid);
            case 4 -> plaintexts.put(garbled(uuid), "more");
            case 5 -> sizes.put(uuid, resized(requireNonNull(sizes.get(uuid))));
            default -> swap(plaintexts);
        }
        return new Answer(plaintexts, roots, sizes);
    }

    AuditAnswer of(AuditAnswer honest) {
        Map<String, List<String>> roots = new HashMap<>(honest.roots());
        String uuid = one(List.copyOf(roots.keySet()));
        List<String> ofGpu = new ArrayList<>(requireNonNull(roots.get(uuid)));
        int audit = honest.audit();
        switch (random.nextInt(7)) {
            case 0 -> ofGpu.set(random.nextInt(ofGpu.size()), garbled(one(ofGpu)));
            case 1 -> ofGpu.remove(random.nextInt(ofGpu.size()));
            case 2 -> ofGpu.add(garbled(one(ofGpu)));
            case 3 -> Collections.reverse(ofGpu);
            case 4 -> audit += 1 + random.nextInt(9);
            case 5 -> ofGpu.clear();
            default -> {
                swap(roots);
                return new AuditAnswer(audit, roots);
            }
        }
        roots.put(uuid, ofGpu);
        return new AuditAnswer(audit, roots);
    }

    OpenAnswer of(OpenAnswer honest) {
        Map<String, List<Opened>> opened = new HashMap<>(honest.opened());
        String uuid = one(List.copyOf(opened.keySet()));
        List<Opened> ofGpu = new ArrayList<>(requireNonNull(opened.get(uuid)));
        int at = random.nextInt(ofGpu.size());
        Opened was = ofGpu.get(at);
        Opening opening = was.opening();
        switch (random.nextInt(7)) {
            case 0 -> ofGpu.remove(at);
            case 1 -> ofGpu.set(at, new Opened(was.audit() + 1, was.step(), opening));
            case 2 -> ofGpu.set(at, new Opened(was.audit(), was.step() + 1, opening));
            case 3 -> swap(opened);
            default -> ofGpu.set(at, new Opened(was.audit(), was.step(), of(opening)));
        }
        opened.putIfAbsent(uuid, ofGpu);
        opened.computeIfPresent(uuid, (same, now) -> now.equals(honest.opened().get(uuid)) ? ofGpu : now);
        return new OpenAnswer(opened);
    }

    private Opening of(Opening honest) {
        List<byte[]> entries = new ArrayList<>(honest.entries());
        List<byte[]> siblings = new ArrayList<>(honest.siblings());
        switch (random.nextInt(8)) {
            case 0 -> siblings.set(random.nextInt(siblings.size()), flipped(one(siblings)));
            case 1 -> siblings.remove(random.nextInt(siblings.size()));
            case 2 -> siblings.add(flipped(one(siblings)));
            case 3 -> entries.remove(random.nextInt(entries.size()));
            case 4 -> entries.set(random.nextInt(entries.size()), new byte[random.nextInt(32)]);
            case 5 -> {
                return new Opening(honest.row(), honest.group() + 1 + random.nextInt(9), entries, siblings);
            }
            case 6 -> {
                return new Opening(random.nextLong(), honest.group(), entries, siblings);
            }
            default -> {
                int entry = random.nextInt(entries.size());
                entries.set(entry, flipped(entries.get(entry)));
            }
        }
        return new Opening(honest.row(), honest.group(), entries, siblings);
    }

    private WorkSize resized(WorkSize size) {
        int by = 1 + random.nextInt(5);
        return random.nextBoolean()
                ? new WorkSize(size.layers() + by, size.passes(), size.rows(), size.groups())
                : new WorkSize(size.layers(), size.passes(), size.rows() - by, size.groups());
    }

    /** One character is another, or gone. */
    private String garbled(String text) {
        int at = random.nextInt(text.length());
        char other = (char) (' ' + (text.charAt(at) - ' ' + 1 + random.nextInt(90)) % 95);
        return random.nextInt(8) == 0
                ? text.substring(0, at) + text.substring(at + 1)
                : text.substring(0, at) + other + text.substring(at + 1);
    }

    private byte[] flipped(byte[] bytes) {
        byte[] out = bytes.clone();
        out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
        return out;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** What one GPU said is what the other said. */
    private static <T> void swap(Map<String, T> byGpu) {
        List<String> uuids = List.copyOf(byGpu.keySet());
        T first = requireNonNull(byGpu.get(uuids.get(0)));
        byGpu.put(uuids.get(0), requireNonNull(byGpu.get(uuids.get(1))));
        byGpu.put(uuids.get(1), first);
    }
}
