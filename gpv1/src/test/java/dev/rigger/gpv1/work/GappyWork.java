package dev.rigger.gpv1.work;

import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.prover.HeldWork;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;

/** A liar's work: rows that were never computed, rows that are not in memory when it is scanned. In their place is noise. */
public final class GappyWork implements HeldWork {
    private final WorkContext context;
    private final Slots slots;
    private final IntPredicate notHeld;
    private final Random noise;
    private final List<byte[]> fingerprints;
    private final Optional<String> plaintext;
    private final Map<Integer, List<Scan>> audits = new HashMap<>();

    private record Scan(List<byte[]> entries, MerkleTree tree) {}

    /**
     * Does the work.
     *
     * @param notComputed rows that are skipped
     * @param notHeld rows that are forgotten after the work, and made up when a scan wants them
     */
    public GappyWork(
            GpuIdentity gpu, Challenge challenge, IntPredicate notComputed, IntPredicate notHeld, Random noise) {
        this.context = new WorkContext(challenge.seed(), challenge.profile(), gpu);
        this.slots = Slots.compute(context, ProofWatch.NONE);
        this.notHeld = notHeld;
        this.noise = noise;
        this.fingerprints = new ArrayList<>(slots.fingerprints());
        KeyBoxes.Opener boxes = KeyBoxes.open(
                context, Base64.getDecoder().decode(challenge.ciphertexts().get(gpu.uuid())));
        for (int row = 0; row < fingerprints.size(); row++) {
            if (notComputed.test(row)) {
                fingerprints.set(row, noise());
            }
            boxes.offer(fingerprints.get(row));
        }
        this.plaintext = boxes.payload().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> plaintext() {
        return plaintext;
    }

    @Override
    public byte[] root() {
        return slots.workTree(fingerprints).root();
    }

    @Override
    public WorkSize size() {
        return WorkSize.of(context.profile(), context.gpu());
    }

    @Override
    public List<byte[]> audit(int audit, byte[] nonce, int steps) {
        List<Scan> done = new ArrayList<>();
        byte[] next = nonce;
        for (int step = 0; step < steps; step++) {
            done.add(scan(new AuditScan(context, next)));
            next = AuditScan.nextNonce(done.getLast().tree().root());
        }
        audits.put(audit, done);
        return done.stream().map(scan -> scan.tree().root()).toList();
    }

    private Scan scan(AuditScan scan) {
        List<byte[]> entries = new ArrayList<>();
        List<byte[]> leaves = new ArrayList<>();
        for (int group = 0; group < context.groups(); group++) {
            entries.addAll(slots.auditSums(scan, group));
            for (int row = group * context.profile().groupRows(); row < entries.size(); row++) {
                if (notHeld.test(row)) {
                    entries.set(row, noise());
                }
            }
            leaves.add(AuditScan.leaf(group, slots.groupOf(entries, group)));
        }
        return new Scan(entries, new MerkleTree(leaves));
    }

    @Override
    public Opening open(int audit, int step, long row) {
        int group = (int) (row / context.profile().groupRows());
        if (audit == 0) {
            return new Opening(
                    row,
                    group,
                    slots.groupOf(fingerprints, group),
                    slots.workTree(fingerprints).siblings(group));
        }
        Scan scan = Objects.requireNonNull(audits.get(audit)).get(step);
        return new Opening(
                row, group, slots.groupOf(scan.entries(), group), scan.tree().siblings(group));
    }

    private byte[] noise() {
        byte[] made = new byte[Digests.BYTES];
        noise.nextBytes(made);
        return made;
    }

    @Override
    public void close() {}
}
