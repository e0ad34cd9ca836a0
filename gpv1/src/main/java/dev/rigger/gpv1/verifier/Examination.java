package dev.rigger.gpv1.verifier;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.OpenRequest;
import dev.rigger.gpv1.verifier.Verdict.Code;
import dev.rigger.gpv1.work.RowState;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One server's whole examination: challenge, answer, audits of its memory, openings.
 *
 * <p>Steps: send {@link #challenge()} → {@link #answered} → as often as {@link #auditsLeft()}: send {@link #nextAudit()} →
 * {@link #audited} → send {@link #openings()} → {@link #opened}. Whoever drives it measures the times on its own clock, from
 * the moment a request is sent to the moment the last byte of its answer is there. The first refusal is the verdict, and ends
 * the examination. Nothing is opened before the last audit, so that nobody learns too early which rows are looked at.
 *
 * <p>Holds the secret rows (T·n bytes each), so it lives in one process's memory and is not stored. Not thread-safe.
 */
public final class Examination {
    private static final int NONCE_BYTES = 32;

    /**
     * One GPU and what its audit rows must show.
     *
     * @param rows recomputed, none of them a box row
     */
    record Gpu(ChallengeSecret.Gpu secret, List<RowState> rows) {
        GpuIdentity identity() {
            return secret.identity();
        }
    }

    private final Challenge challenge;
    private final List<Gpu> gpus;
    private final Terms terms;
    private final SecureRandom random;
    private final List<AuditRequest> audits = new ArrayList<>();
    private final List<AuditAnswer> scans = new ArrayList<>();
    private Map<String, String> workRoots = Map.of();
    private @Nullable OpenRequest openings;
    private Stage stage = Stage.CHALLENGED;

    private enum Stage {
        CHALLENGED,
        TO_AUDIT,
        AUDITING,
        OPENING,
        OVER
    }

    Examination(Challenge challenge, List<Gpu> gpus, Terms terms, SecureRandom random) {
        this.challenge = challenge;
        this.gpus = List.copyOf(gpus);
        this.terms = terms;
        this.random = random;
    }

    /** To be sent at once: it was prepared before any clock. */
    public Challenge challenge() {
        return challenge;
    }

    /**
     * The answer to the challenge.
     *
     * @return why it is refused, if it is
     */
    public Optional<Verdict> answered(Answer answer, Duration elapsed) {
        expect(Stage.CHALLENGED);
        Optional<Verdict> refusal = AnswerCheck.refusal(
                        challenge.profile(), gpus.stream().map(Gpu::secret).toList(), answer)
                .or(() -> outsideWindow(elapsed));
        workRoots = answer.roots();
        return after(refusal, terms.audits() > 0 ? Stage.TO_AUDIT : Stage.OPENING);
    }

    /** How many audits are still to be made. */
    public int auditsLeft() {
        return terms.audits() - audits.size();
    }

    /** The next audit, its nonces drawn now; to be sent at a moment that the server cannot foresee. */
    public AuditRequest nextAudit() {
        expect(Stage.TO_AUDIT);
        Map<String, String> nonces = new LinkedHashMap<>();
        for (Gpu gpu : gpus) {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            nonces.put(gpu.identity().uuid(), HexFormat.of().formatHex(nonce));
        }
        AuditRequest audit = new AuditRequest(challenge.seed(), audits.size() + 1, terms.auditSteps(), nonces);
        audits.add(audit);
        stage = Stage.AUDITING;
        return audit;
    }

    /**
     * The roots of the audit that was asked for last.
     *
     * @param roundTrip of a packet to that server, measured before; above 100 ms it is not believed
     * @return why they are refused, if they are
     */
    public Optional<Verdict> audited(AuditAnswer answer, Duration elapsed, Duration roundTrip) {
        expect(Stage.AUDITING);
        scans.add(answer);
        Optional<Verdict> refusal = AuditCheck.refusal(audits.getLast(), answer);
        if (refusal.isEmpty() && elapsed.compareTo(terms.auditDue(roundTrip)) > 0) {
            refusal = AnswerCheck.refused(
                    Code.AUDIT_LATE, "audit " + answer.audit() + " late (" + elapsed.toMillis() + " ms)");
        }
        return after(refusal, auditsLeft() > 0 ? Stage.TO_AUDIT : Stage.OPENING);
    }

    /** Every audit row under the work's root, and a few of them under every scan's; the same rows at every call. */
    public OpenRequest openings() {
        expect(Stage.OPENING);
        if (openings == null) {
            Map<String, List<OpenRequest.Rows>> asked = new LinkedHashMap<>();
            gpus.forEach(gpu -> asked.put(gpu.identity().uuid(), OpeningCheck.questions(gpu, audits, random)));
            openings = new OpenRequest(challenge.seed(), asked);
        }
        return openings;
    }

    /** The verdict on everything that {@link #openings()} asked for; the pages of a paged answer are put together before. */
    public Verdict opened(OpenAnswer answer) {
        OpenRequest asked = openings();
        stage = Stage.OVER;
        return gpus.stream()
                .flatMap(gpu -> refusal(gpu, asked, answer).stream())
                .findFirst()
                .orElseGet(() -> new Verdict(Code.PROVEN, "all " + gpus.size() + " GPUs did their work and held it"));
    }

    private Optional<Verdict> refusal(Gpu gpu, OpenRequest asked, OpenAnswer answer) {
        String uuid = gpu.identity().uuid();
        return new OpeningCheck(challenge, gpu, audits, scans, workRoots)
                .refusal(
                        asked.asked().getOrDefault(uuid, List.of()),
                        answer.opened().getOrDefault(uuid, List.of()));
    }

    private Optional<Verdict> outsideWindow(Duration elapsed) {
        boolean early = elapsed.compareTo(terms.earliest()) < 0;
        boolean late = elapsed.compareTo(terms.latest()) > 0;
        return early || late
                ? AnswerCheck.refused(
                        early ? Code.TOO_FAST : Code.TOO_SLOW,
                        "elapsed " + seconds(elapsed) + "s outside [" + seconds(terms.earliest()) + ","
                                + seconds(terms.latest()) + "]")
                : Optional.empty();
    }

    private static String seconds(Duration duration) {
        return Double.toString(duration.toMillis() / 1_000.0);
    }

    private Optional<Verdict> after(Optional<Verdict> refusal, Stage next) {
        stage = refusal.isPresent() ? Stage.OVER : next;
        return refusal;
    }

    private void expect(Stage expected) {
        if (stage != expected) {
            throw new IllegalStateException("the examination is at " + stage + " and not at " + expected);
        }
    }
}
