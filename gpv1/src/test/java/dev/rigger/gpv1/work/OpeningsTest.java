package dev.rigger.gpv1.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a verifier sees through: skipped rows, invented roots, tampered blobs. */
class OpeningsTest {
    private static final GpuIdentity GPU =
            GpuIdentity.parse("GPV1 SIM|ffeeddccbbaa99887766554433221100|2147483648|4|1000000|1024");
    /** Five groups, so that the tree has padding. */
    private static final Profile PROFILE = new Profile("custom", 64, 2, 2, 64, 320, 0, 16);

    private final WorkContext context = new WorkContext(11, PROFILE, GPU);
    private final Slots slots = Slots.compute(context, ProofWatch.NONE);
    private final List<byte[]> fingerprints = slots.fingerprints();
    private final MerkleTree tree = slots.workTree(fingerprints);
    private final long[] rows = new Random(5).longs(0, 320).distinct().limit(10).toArray();
    private final List<RowState> recomputed = new RowEngine(context).recompute(rows, ProofWatch.NONE);

    @Test
    void aRowRecomputedAloneEqualsTheRowOfTheWholeRun() {
        for (RowState row : recomputed) {
            assertThat(row.fingerprint()).isEqualTo(fingerprints.get((int) row.row()));
        }
    }

    @Test
    void everyRowOpensAgainstTheWorksRootAndNoOther() {
        for (RowState row : recomputed) {
            Opening opening = opening(row.row());
            assertThat(opening.provesWork(context, tree.root(), row.fingerprint()))
                    .isTrue();
            assertThat(opening.provesWork(context, new byte[32], row.fingerprint()))
                    .isFalse();
            assertThat(opening.provesWork(context, tree.root(), new byte[32])).isFalse();
            assertThat(opening.provesAudit(context, tree.root(), row.fingerprint()))
                    .isFalse();
        }
    }

    @Test
    void aWrongGroupSiblingOrPaddingProvesNothing() {
        RowState row = recomputed.getFirst();
        Opening good = opening(row.row());
        List<byte[]> otherSiblings = new ArrayList<>(good.siblings());
        otherSiblings.set(0, new byte[32]);
        List<byte[]> deeper = new ArrayList<>(good.siblings());
        deeper.add(new byte[32]);
        for (Opening bad : List.of(
                new Opening(good.row(), (good.group() + 1) % 5, good.entries(), good.siblings()),
                new Opening(good.row(), good.group(), good.entries(), otherSiblings),
                new Opening(good.row(), good.group(), good.entries(), deeper),
                new Opening(good.row(), good.group(), good.entries().subList(1, 64), good.siblings()),
                new Opening(-1, good.group(), good.entries(), good.siblings()),
                new Opening(320, 5, good.entries(), good.siblings()))) {
            assertThat(bad.provesWork(context, tree.root(), row.fingerprint())).isFalse();
        }
    }

    @Test
    void anAuditStepOpensAgainstItsOwnRootOnly() {
        AuditScan scan = new AuditScan(context, new byte[32]);
        MerkleTree scanned = slots.auditTree(scan);
        AuditScan other = new AuditScan(context, AuditScan.nextNonce(scanned.root()));
        for (RowState row : recomputed) {
            int group = (int) (row.row() / 64);
            Opening opening = new Opening(row.row(), group, slots.auditSums(scan, group), scanned.siblings(group));
            assertThat(opening.provesAudit(context, scanned.root(), row.auditSums(scan)))
                    .isTrue();
            assertThat(opening.provesAudit(context, scanned.root(), row.auditSums(other)))
                    .isFalse();
            assertThat(opening.provesAudit(context, slots.auditTree(other).root(), row.auditSums(scan)))
                    .isFalse();
        }
    }

    @Test
    void sumsThatLackASlotAreNotARowsSums() {
        AuditScan scan = new AuditScan(context, new byte[32]);
        for (RowState row : recomputed) {
            assertThat(opensWith(scan, row, slotsOf(row, -1))).isTrue();
            assertThat(opensWith(scan, row, slotsOf(row, 0))).isFalse();
            assertThat(opensWith(scan, row, slotsOf(row, 1))).isFalse();
        }
    }

    /** Commits to the sums over these slots in the row's place, and shows them. */
    private boolean opensWith(AuditScan scan, RowState row, byte[][] slotsOfRow) {
        int group = (int) (row.row() / 64);
        List<byte[]> sums = new ArrayList<>(slots.auditSums(scan, group));
        sums.set((int) (row.row() % 64), scan.sums(slotsOfRow));
        List<byte[]> leaves = new ArrayList<>(Collections.nCopies(5, new byte[32]));
        leaves.set(group, AuditScan.leaf(group, sums));
        MerkleTree committed = new MerkleTree(leaves);
        return new Opening(row.row(), group, sums, committed.siblings(group))
                .provesAudit(context, committed.root(), row.auditSums(scan));
    }

    /** A row's two slots, one of them forgotten. */
    private byte[][] slotsOf(RowState row, int forgotten) {
        byte[][] ofRow = new byte[2][];
        for (int slot = 0; slot < 2; slot++) {
            int from = (int) row.row() * 64;
            ofRow[slot] =
                    slot == forgotten ? new byte[64] : Arrays.copyOfRange(slots.bytesOf(slot + 1), from, from + 64);
        }
        return ofRow;
    }

    @Test
    void aBlobOpensUnlessAnyOneByteOfItWasFlipped() {
        byte[] payload = "decrypt me please".getBytes(StandardCharsets.UTF_8);
        byte[] blob = KeyBoxes.seal(
                context, recomputed.stream().limit(4).map(RowState::fingerprint).toList(), payload, new SecureRandom());
        assertThat(opened(context, blob)).isEqualTo(payload);
        for (int at = 8; at < blob.length; at++) {
            byte[] tampered = blob.clone();
            tampered[at] ^= 1;
            assertThat(opened(context, tampered)).as("byte %d", at).isEmpty();
        }
    }

    @Test
    void aBlobOpensForNoOtherSeedUuidOrMemory() {
        byte[] payload = "decrypt me please".getBytes(StandardCharsets.UTF_8);
        byte[] blob = KeyBoxes.seal(
                context, recomputed.stream().map(RowState::fingerprint).toList(), payload, new SecureRandom());
        for (WorkContext other : List.of(
                new WorkContext(12, PROFILE, GPU),
                new WorkContext(11, PROFILE, GpuIdentity.parse(GPU.text().replace("ffee", "0fee"))),
                new WorkContext(11, PROFILE, GpuIdentity.parse(GPU.text().replace("2147483648", "2147483649"))))) {
            assertThat(opened(other, blob)).isEmpty();
        }
    }

    /** At 10 % of skipped rows and 16 boxes, about 0.9^16 = 18.5 % of runs get away with it. */
    @Test
    void whoSkipsATenthOfTheRowsUsuallyOpensNothing() {
        Random random = new Random(7);
        SecureRandom secure = new SecureRandom();
        int opened = 0;
        int runs = 1_000;
        for (int run = 0; run < runs; run++) {
            List<byte[]> rowsInAnyOrder = new ArrayList<>(fingerprints);
            Collections.shuffle(rowsInAnyOrder, random);
            byte[] blob = KeyBoxes.seal(context, rowsInAnyOrder.subList(0, 16), new byte[32], secure);
            Collections.shuffle(rowsInAnyOrder, random);
            KeyBoxes.Opener cheater = KeyBoxes.open(context, blob);
            rowsInAnyOrder.subList(0, 288).forEach(cheater::offer);
            opened += cheater.payload().isPresent() ? 1 : 0;
        }
        assertThat((double) opened / runs).isBetween(0.14, 0.23);
    }

    private Opening opening(long row) {
        int group = (int) (row / 64);
        return new Opening(row, group, slots.groupOf(fingerprints, group), tree.siblings(group));
    }

    private byte[] opened(WorkContext asked, byte[] blob) {
        KeyBoxes.Opener opener = KeyBoxes.open(asked, blob);
        fingerprints.forEach(opener::offer);
        return opener.payload().orElse(new byte[0]);
    }
}
