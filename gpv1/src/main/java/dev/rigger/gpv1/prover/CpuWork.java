package dev.rigger.gpv1.prover;

import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.work.AuditScan;
import dev.rigger.gpv1.work.MerkleTree;
import dev.rigger.gpv1.work.Opening;
import dev.rigger.gpv1.work.Slots;
import dev.rigger.gpv1.work.WorkContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Work held on the heap. */
final class CpuWork implements HeldWork {
    private final WorkContext context;
    private final List<byte[]> fingerprints;
    private final MerkleTree tree;
    private final Optional<byte[]> payload;
    private final WorkTimes times;
    private final Map<Integer, List<Step>> audits = new HashMap<>();
    private @Nullable Slots slots;

    CpuWork(Slots slots, List<byte[]> fingerprints, Optional<byte[]> payload, WorkTimes times) {
        this.times = times;
        this.slots = slots;
        this.context = slots.context();
        this.fingerprints = fingerprints;
        this.tree = slots.workTree(fingerprints);
        this.payload = payload;
    }

    @Override
    public Optional<String> plaintext() {
        return payload.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public byte[] root() {
        return tree.root();
    }

    @Override
    public WorkSize size() {
        return WorkSize.of(context.profile(), context.gpu());
    }

    @Override
    public WorkTimes times() {
        return times;
    }

    @Override
    public List<byte[]> audit(int audit, byte[] nonce, int steps) {
        List<Step> done = new ArrayList<>();
        byte[] next = nonce;
        for (int step = 0; step < steps; step++) {
            AuditScan scan = new AuditScan(context, next);
            MerkleTree scanned = slots().auditTree(scan);
            done.add(new Step(scan, scanned));
            next = AuditScan.nextNonce(scanned.root());
        }
        audits.put(audit, done);
        return done.stream().map(step -> step.tree().root()).toList();
    }

    @Override
    public Opening open(int audit, int step, long row) {
        if (row < 0 || row >= context.rows()) {
            throw new InvalidChallengeException("there is no row " + row);
        }
        int group = (int) (row / context.profile().groupRows());
        if (audit == 0) {
            return new Opening(row, group, slots().groupOf(fingerprints, group), tree.siblings(group));
        }
        List<Step> steps = audits.getOrDefault(audit, List.of());
        if (step < 0 || step >= steps.size()) {
            throw new InvalidChallengeException("audit " + audit + " has no step " + step);
        }
        Step asked = steps.get(step);
        return new Opening(
                row, group, slots().auditSums(asked.scan(), group), asked.tree().siblings(group));
    }

    @Override
    public void close() {
        slots = null;
        audits.clear();
    }

    private Slots slots() {
        if (slots == null) {
            throw new IllegalStateException("the slots were given back");
        }
        return slots;
    }

    private record Step(AuditScan scan, MerkleTree tree) {}
}
