package dev.rigger.graval.cuda;

import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.OutOfGpuMemoryException;
import dev.rigger.gpv1.prover.WorkTimes;
import dev.rigger.gpv1.work.AuditScan;
import dev.rigger.gpv1.work.Opening;
import dev.rigger.gpv1.work.PhiloxKey;
import dev.rigger.gpv1.work.WorkContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Work in a GPU's memory, its trees beside it: what an opening shows comes from there when it is asked for. */
final class CudaWork implements HeldWork {
    /** Rows that one warp of a scan takes. */
    private static final long SCAN_ROWS = 64;

    private final Gpu gpu;
    private final WorkContext work;
    private final WorkMemory memory;
    private final DeviceTree tree;
    private final byte[] root;
    private final Optional<byte[]> payload;
    private final WorkTimes times;
    private final Map<Integer, Audit> audits = new HashMap<>();
    private boolean closed;

    CudaWork(Gpu gpu, WorkContext work, WorkMemory memory, DeviceTree tree, Optional<byte[]> payload, WorkTimes times) {
        this.gpu = gpu;
        this.work = work;
        this.memory = memory;
        this.tree = tree;
        this.root = tree.root();
        this.payload = payload;
        this.times = times;
    }

    private record Audit(Allocations memory, List<Step> steps) {}

    private record Step(PhiloxKey weights, DeviceTree tree) {}

    @Override
    public Optional<String> plaintext() {
        return payload.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    @Override
    public WorkSize size() {
        return WorkSize.of(work.profile(), work.gpu());
    }

    @Override
    public WorkTimes times() {
        return times;
    }

    @Override
    public List<byte[]> audit(int audit, byte[] nonce, int steps) {
        requireHeld();
        forget(audit);
        Audit made = new Audit(new Allocations(gpu), new ArrayList<>());
        audits.put(audit, made);
        long address = room(made, steps);
        List<byte[]> roots = new ArrayList<>();
        byte[] next = nonce;
        for (int step = 0; step < steps; step++) {
            PhiloxKey key = work.auditKey(next);
            scan(key, 0, memory.rows);
            DeviceTree scanned = DeviceTree.over(
                    gpu,
                    true,
                    memory.sums,
                    work.profile().groupRows(),
                    work.groups(),
                    address + step * DeviceTree.bytes(work.groups()));
            made.steps().add(new Step(key, scanned));
            roots.add(scanned.root());
            next = AuditScan.nextNonce(roots.getLast());
        }
        return roots;
    }

    /** Memory for the trees of all steps, taken before the first scan so that it costs none of them time. */
    private long room(Audit audit, int steps) {
        long bytes = steps * DeviceTree.bytes(work.groups());
        try {
            return audit.memory().take(bytes);
        } catch (Gpu.NoGpuMemory e) {
            throw new OutOfGpuMemoryException(work.gpu().uuid(), gpu.freeBytes(), bytes);
        }
    }

    private void forget(int audit) {
        Audit old = audits.remove(audit);
        if (old != null) {
            old.memory().close();
        }
    }

    /** Sums of some rows over all slots, at the beginning of the memory for sums. */
    private void scan(PhiloxKey key, long first, long rows) {
        int order = work.profile().order();
        int layers = work.profile().layers();
        gpu.launch(Kernels.fill(memory.weights, 0, (long) Kernels.SUMS * layers * order, key));
        gpu.launch(Kernels.scan(
                gpu.computeCapability(), memory.slotTable, layers, memory.weights, memory.sums, order, first, rows));
    }

    @Override
    public Opening open(int audit, int step, long row) {
        requireHeld();
        if (row < 0 || row >= work.rows()) {
            throw new InvalidChallengeException("there is no row " + row);
        }
        int groupRows = work.profile().groupRows();
        long group = row / groupRows;
        if (audit == 0) {
            byte[] entries = gpu.download(
                    memory.fingerprints + group * groupRows * Kernels.ENTRY_BYTES, groupRows * Kernels.ENTRY_BYTES);
            return new Opening(row, group, entries(entries), tree.siblings(group));
        }
        Audit asked = audits.get(audit);
        if (asked == null || step < 0 || step >= asked.steps().size()) {
            throw new InvalidChallengeException("audit " + audit + " has no step " + step);
        }
        Step made = asked.steps().get(step);
        return new Opening(row, group, sumsAgain(made, group), made.tree().siblings(group));
    }

    /** Only the trees of a scan are kept, so that the sums of the group are made once more. */
    private List<byte[]> sumsAgain(Step step, long group) {
        int groupRows = work.profile().groupRows();
        long from = group * groupRows;
        long first = from / SCAN_ROWS * SCAN_ROWS;
        long end = (from + groupRows + SCAN_ROWS - 1) / SCAN_ROWS * SCAN_ROWS;
        scan(step.weights(), first, end - first);
        return entries(
                gpu.download(memory.sums + (from - first) * Kernels.ENTRY_BYTES, groupRows * Kernels.ENTRY_BYTES));
    }

    private static List<byte[]> entries(byte[] bytes) {
        List<byte[]> entries = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += Kernels.ENTRY_BYTES) {
            entries.add(Arrays.copyOfRange(bytes, at, at + Kernels.ENTRY_BYTES));
        }
        return entries;
    }

    @Override
    public void close() {
        closed = true;
        audits.values().forEach(audit -> audit.memory().close());
        audits.clear();
        memory.close();
    }

    private void requireHeld() {
        if (closed) {
            throw new IllegalStateException("the slots were given back");
        }
    }
}
