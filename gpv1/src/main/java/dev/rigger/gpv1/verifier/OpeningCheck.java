package dev.rigger.gpv1.verifier;

import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.OpenAnswer.Opened;
import dev.rigger.gpv1.OpenRequest.Rows;
import dev.rigger.gpv1.verifier.Verdict.Code;
import dev.rigger.gpv1.work.AuditScan;
import dev.rigger.gpv1.work.Opening;
import dev.rigger.gpv1.work.RowState;
import dev.rigger.gpv1.work.WorkContext;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which rows of one GPU are looked at, and whether what is shown is what they must be. */
final class OpeningCheck {
    /** Of every scan, so that a scan that was made up is caught whichever it is. */
    private static final int ROWS_OF_A_SCAN = 4;

    private static final int WORK = 0;

    private record Place(int audit, int step, long row) {}

    private final Examination.Gpu gpu;
    private final WorkContext context;
    private final List<AuditRequest> audits;
    private final List<AuditAnswer> scans;
    private final byte[] workRoot;
    private final Map<Long, RowState> rows;

    OpeningCheck(
            Challenge challenge,
            Examination.Gpu gpu,
            List<AuditRequest> audits,
            List<AuditAnswer> scans,
            Map<String, String> workRoots) {
        this.gpu = gpu;
        this.context = new WorkContext(challenge.seed(), challenge.profile(), gpu.identity());
        this.audits = audits;
        this.scans = scans;
        this.workRoot = bytes(workRoots.get(uuid()));
        this.rows = gpu.rows().stream().collect(Collectors.toMap(RowState::row, Function.identity()));
    }

    /** All of a GPU's audit rows under the work's root, a few under each scan's. */
    static List<Rows> questions(Examination.Gpu gpu, List<AuditRequest> audits, SecureRandom random) {
        List<Long> all = new ArrayList<>(gpu.rows().stream().map(RowState::row).toList());
        List<Rows> asked = new ArrayList<>();
        asked.add(new Rows(WORK, 0, all));
        for (AuditRequest audit : audits) {
            for (int step = 0; step < audit.steps(); step++) {
                Collections.shuffle(all, random);
                asked.add(new Rows(audit.audit(), step, all.subList(0, Math.min(ROWS_OF_A_SCAN, all.size()))));
            }
        }
        return asked;
    }

    /** The first row that is missing or wrong. What was shown unasked is not looked at. */
    Optional<Verdict> refusal(List<Rows> asked, List<Opened> shown) {
        Map<Place, Opening> openings = new HashMap<>();
        shown.forEach(opened -> openings.put(
                new Place(opened.audit(), opened.step(), opened.opening().row()), opened.opening()));
        for (Rows question : asked) {
            Optional<Verdict> refusal =
                    question.audit() == WORK ? workRefusal(question, openings) : scanRefusal(question, openings);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private Optional<Verdict> workRefusal(Rows question, Map<Place, Opening> openings) {
        return firstOf(
                question,
                openings,
                Code.WRONG_ROW,
                opening -> opening.provesWork(context, workRoot, row(opening).fingerprint()));
    }

    private Optional<Verdict> scanRefusal(Rows question, Map<Place, Opening> openings) {
        List<String> roots = scans.get(question.audit() - 1).roots().getOrDefault(uuid(), List.of());
        byte[] root = bytes(roots.get(question.step()));
        byte[] nonce = question.step() == 0
                ? bytes(audits.get(question.audit() - 1).nonces().get(uuid()))
                : AuditScan.nextNonce(bytes(roots.get(question.step() - 1)));
        AuditScan scan = new AuditScan(context, nonce);
        return firstOf(
                question,
                openings,
                Code.WRONG_SCAN,
                opening -> opening.provesAudit(context, root, row(opening).auditSums(scan)));
    }

    private interface Proof {
        boolean holds(Opening opening);
    }

    private Optional<Verdict> firstOf(Rows question, Map<Place, Opening> openings, Code wrong, Proof proof) {
        for (long row : question.rows()) {
            Opening opening = openings.get(new Place(question.audit(), question.step(), row));
            if (opening == null) {
                return AnswerCheck.refused(
                        Code.OPENING_MISSING, "GPU " + uuid() + " did not show row " + row + at(question));
            }
            if (!proof.holds(opening)) {
                return AnswerCheck.refused(wrong, "opening row " + row + " invalid" + at(question) + ", GPU " + uuid());
            }
        }
        return Optional.empty();
    }

    private static String at(Rows question) {
        return question.audit() == WORK ? "" : " (audit " + question.audit() + ", step " + question.step() + ")";
    }

    private RowState row(Opening opening) {
        return Objects.requireNonNull(rows.get(opening.row()));
    }

    private String uuid() {
        return gpu.identity().uuid();
    }

    private static byte[] bytes(@Nullable String hex) {
        return HexFormat.of().parseHex(Objects.requireNonNull(hex));
    }
}
