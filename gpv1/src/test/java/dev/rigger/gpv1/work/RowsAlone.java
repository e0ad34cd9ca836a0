package dev.rigger.gpv1.work;

import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.prover.HeldWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * Work of a size that no CPU can do, of which only some rows were computed and the rest is noise. To whoever looks at those
 * rows alone it is a correct proof of the full size, so it shows what checking one costs; nobody but the verifier, who knows
 * its secret rows, could make it.
 */
public final class RowsAlone implements HeldWork {
    private final WorkContext context;
    private final List<RowState> rows;
    private final String plaintext;
    private final Random noise = new Random(1);
    private final Map<Integer, List<Shown>> roots = new HashMap<>();

    private record Shown(MerkleTree tree, Map<Long, List<byte[]>> groups) {}

    private interface Entry {
        byte[] of(RowState row);
    }

    public RowsAlone(WorkContext context, List<RowState> rows, String plaintext) {
        this.context = context;
        this.rows = rows;
        this.plaintext = plaintext;
        roots.put(0, List.of(shown("GPV1/leaf\0", RowState::fingerprint)));
    }

    private Shown shown(String label, Entry entry) {
        Map<Long, List<byte[]>> groups = new HashMap<>();
        for (RowState row : rows) {
            long group = row.row() / context.profile().groupRows();
            groups.computeIfAbsent(group, g -> noise(context.profile().groupRows()))
                    .set((int) (row.row() % context.profile().groupRows()), entry.of(row));
        }
        List<byte[]> leaves = noise((int) context.groups());
        groups.forEach((group, entries) -> leaves.set(group.intValue(), MerkleTree.leaf(label, group, entries)));
        return new Shown(new MerkleTree(leaves), groups);
    }

    private List<byte[]> noise(int count) {
        List<byte[]> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] hash = new byte[Digests.BYTES];
            noise.nextBytes(hash);
            out.add(hash);
        }
        return out;
    }

    @Override
    public Optional<String> plaintext() {
        return Optional.of(plaintext);
    }

    @Override
    public byte[] root() {
        return root(0, 0).tree().root();
    }

    @Override
    public WorkSize size() {
        return WorkSize.of(context.profile(), context.gpu());
    }

    @Override
    public List<byte[]> audit(int audit, byte[] nonce, int steps) {
        List<Shown> done = new ArrayList<>();
        byte[] next = nonce;
        for (int step = 0; step < steps; step++) {
            AuditScan scan = new AuditScan(context, next);
            done.add(shown("GPV1/aleaf\0", row -> row.auditSums(scan)));
            next = AuditScan.nextNonce(done.getLast().tree().root());
        }
        roots.put(audit, done);
        return done.stream().map(shown -> shown.tree().root()).toList();
    }

    @Override
    public Opening open(int audit, int step, long row) {
        long group = row / context.profile().groupRows();
        Shown shown = root(audit, step);
        return new Opening(
                row,
                group,
                Objects.requireNonNull(shown.groups().get(group)),
                shown.tree().siblings((int) group));
    }

    private Shown root(int audit, int step) {
        return Objects.requireNonNull(roots.get(audit)).get(step);
    }

    @Override
    public void close() {}
}
