package dev.rigger.gpv1.lies;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.catalogue.ProofClass;
import dev.rigger.gpv1.catalogue.ProofClasses;
import dev.rigger.gpv1.verifier.Examination;
import dev.rigger.gpv1.verifier.Terms;
import dev.rigger.gpv1.verifier.Verdict;
import dev.rigger.gpv1.verifier.Verifier;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Examines servers that claim H200s, by the usual terms of their class, with work in miniature. */
final class Examiner {
    static final ProofClass H200 = ProofClasses.shipped().byShortRef("h200").orElseThrow();
    static final Terms TERMS = Terms.usual(H200.estimate(), H200.auditStep());
    static final Duration PING = Duration.ofMillis(40);

    /** What stands between server and examiner, to change answers on their way. */
    interface Wire {
        default Answer answer(Answer honest) {
            return honest;
        }

        default AuditRequest question(AuditRequest asked) {
            return asked;
        }

        default AuditAnswer audit(AuditAnswer honest) {
            return honest;
        }

        /** Time that the answer saves, because it was there before the question. */
        default Duration saved(Duration elapsed) {
            return Duration.ZERO;
        }
    }

    private final Verifier verifier = new Verifier(new SecureRandom());
    private final Random random;

    Examiner(long seed) {
        this.random = new Random(seed);
    }

    static List<GpuIdentity> h200s(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new GpuIdentity(
                        "NVIDIA H200",
                        String.format("%032x", index + 1),
                        Chip.H200.memoryBytes(),
                        132,
                        1_980_000,
                        2048))
                .toList();
    }

    Verdict examine(Server server, Wire wire) {
        VirtualClock clock = new VirtualClock();
        Examination exam = verifier.examine(Profile.TINY, server.claimed(), TERMS, ProofWatch.NONE);
        Server.Session session = server.new Session(clock, random);
        Instant sent = clock.instant();
        Answer answer = wire.answer(session.prove(exam.challenge()));
        Duration elapsed = Duration.between(sent, clock.instant());
        Optional<Verdict> refusal =
                exam.answered(answer, elapsed.minus(wire.saved(elapsed)).plus(PING));
        while (refusal.isEmpty() && exam.auditsLeft() > 0) {
            sent = clock.instant();
            AuditAnswer scans = wire.audit(session.audit(wire.question(exam.nextAudit())));
            refusal =
                    exam.audited(scans, Duration.between(sent, clock.instant()).plus(PING), PING);
        }
        return refusal.orElseGet(() -> exam.opened(session.open(exam.openings())));
    }
}
