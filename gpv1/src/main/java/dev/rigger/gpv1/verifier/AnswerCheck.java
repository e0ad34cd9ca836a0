package dev.rigger.gpv1.verifier;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.verifier.Verdict.Code;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What can be told from an answer alone: who answers, what was in the boxes, how much work is claimed. */
final class AnswerCheck {
    private static final Pattern ROOT = Pattern.compile("[0-9a-f]{64}");

    private AnswerCheck() {}

    /** The first thing that is wrong. */
    static Optional<Verdict> refusal(Profile profile, List<ChallengeSecret.Gpu> challenged, Answer answer) {
        Set<String> named = new HashSet<>(answer.plaintexts().keySet());
        named.addAll(answer.roots().keySet());
        named.addAll(answer.sizes().keySet());
        challenged.forEach(gpu -> named.remove(gpu.identity().uuid()));
        if (!named.isEmpty()) {
            return refused(Code.UNKNOWN_GPU, "the answer names a GPU that was not challenged");
        }
        return challenged.stream()
                .flatMap(gpu -> refusal(profile, gpu, answer).stream())
                .findFirst();
    }

    private static Optional<Verdict> refusal(Profile profile, ChallengeSecret.Gpu gpu, Answer answer) {
        GpuIdentity identity = gpu.identity();
        String uuid = identity.uuid();
        String plaintext = answer.plaintexts().get(uuid);
        String root = answer.roots().get(uuid);
        if (plaintext == null || root == null) {
            return refused(Code.MISSING_GPU, "GPU " + uuid + " did not open its key boxes");
        }
        if (!same(plaintext, gpu.plaintext())) {
            return refused(Code.WRONG_PLAINTEXT, "plaintext mismatch: GPU " + uuid + " found something else");
        }
        WorkSize size = answer.sizes().get(uuid);
        if (size != null && !size.equals(WorkSize.of(profile, identity))) {
            return refused(Code.WRONG_SIZE, "rows/groups mismatch: GPU " + uuid + " did other work than asked");
        }
        if (!ROOT.matcher(root).matches()) {
            return refused(Code.WRONG_ROOT, "GPU " + uuid + " committed to nothing");
        }
        return Optional.empty();
    }

    static Optional<Verdict> refused(Code code, String what) {
        return Optional.of(new Verdict(code, what));
    }

    /** Takes the same time wherever they differ. */
    static boolean same(String left, String right) {
        return MessageDigest.isEqual(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
