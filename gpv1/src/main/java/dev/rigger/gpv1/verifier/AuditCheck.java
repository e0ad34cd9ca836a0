package dev.rigger.gpv1.verifier;

import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.verifier.Verdict.Code;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether an audit's answer has a root for every scan of every GPU. What the roots commit to is seen when rows are opened. */
final class AuditCheck {
    private static final Pattern ROOT = Pattern.compile("[0-9a-f]{64}");

    private AuditCheck() {}

    static Optional<Verdict> refusal(AuditRequest asked, AuditAnswer answer) {
        boolean complete = answer.audit() == asked.audit()
                && answer.roots().keySet().equals(asked.nonces().keySet())
                && answer.roots().values().stream().allMatch(roots -> isChain(roots, asked.steps()));
        return complete
                ? Optional.empty()
                : AnswerCheck.refused(
                        Code.AUDIT_INCOMPLETE,
                        "audit " + asked.audit() + " does not have " + asked.steps() + " roots of every GPU");
    }

    /** A root twice would mean a scan whose weights did not follow from the one before. */
    private static boolean isChain(List<String> roots, int steps) {
        return roots.size() == steps
                && new HashSet<>(roots).size() == steps
                && roots.stream().allMatch(root -> ROOT.matcher(root).matches());
    }
}
