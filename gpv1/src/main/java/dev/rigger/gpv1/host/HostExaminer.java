package dev.rigger.gpv1.host;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.verifier.Examination;
import dev.rigger.gpv1.verifier.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Takes a server through its whole examination at its verification port, with the times of this side's clock: challenge,
 * audits at moments that it cannot foresee, openings, release.
 */
public final class HostExaminer {
    private static final int PINGS = 3;
    private static final int TRIES_WHILE_BUSY = 30;
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);
    /** A late audit is worth waiting for a little, so that it can be said how late it was. */
    private static final Duration AUDIT_PATIENCE = Duration.ofSeconds(30);

    private final HostPort host;
    private final RandomGenerator random;
    private final Duration proofPatience;
    private final Duration longestPause;

    /**
     * @param proofPatience how long the answer to the challenge is waited for, whatever its window
     * @param longestPause before an audit
     */
    public HostExaminer(HostPort host, RandomGenerator random, Duration proofPatience, Duration longestPause) {
        this.host = host;
        this.random = random;
        this.proofPatience = proofPatience;
        this.longestPause = longestPause;
    }

    private record Timed<T>(T answer, Duration elapsed) {
        static <T> Timed<T> of(Supplier<T> call) {
            long sent = System.nanoTime();
            T answer = call.get();
            return new Timed<>(answer, Duration.ofNanos(System.nanoTime() - sent));
        }
    }

    /**
     * The verdict on all GPUs of the examination.
     *
     * @throws HostFailure when the host gave no answer to judge
     */
    public Verdict verdict(Examination examination) {
        Duration roundTrip = roundTrip();
        try {
            Timed<Answer> proof = prove(examination);
            Optional<Verdict> refusal = examination.answered(proof.answer(), proof.elapsed());
            while (refusal.isEmpty() && examination.auditsLeft() > 0) {
                pause(Duration.ofMillis(random.nextLong(longestPause.toMillis() + 1)));
                AuditRequest audit = examination.nextAudit();
                Timed<AuditAnswer> scans = Timed.of(() -> host.audit(audit, AUDIT_PATIENCE));
                refusal = examination.audited(scans.answer(), scans.elapsed(), roundTrip);
            }
            return refusal.orElseGet(() -> examination.opened(host.open(examination.openings())));
        } finally {
            release(examination.challenge().seed());
        }
    }

    private Timed<Answer> prove(Examination examination) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Timed.of(() -> host.prove(examination.challenge(), proofPatience));
            } catch (HostFailure failure) {
                if (failure.code() != HostFailure.Code.BUSY || attempt == TRIES_WHILE_BUSY) {
                    throw failure;
                }
                pause(BUSY_PAUSE);
            }
        }
    }

    /** The shortest of a few, the first of which opens the connection. */
    private Duration roundTrip() {
        host.ping();
        return Stream.generate(() -> Timed.of(() -> {
                    host.ping();
                    return true;
                }))
                .limit(PINGS)
                .map(Timed::elapsed)
                .min(Duration::compareTo)
                .orElseThrow();
    }

    /** A host that does not hear it gives the memory back by itself, later; the verdict stands. */
    private void release(long seed) {
        try {
            host.release(seed);
        } catch (HostFailure gone) {
            System.getLogger(HostExaminer.class.getName())
                    .log(System.Logger.Level.DEBUG, "The work was not released: {0}", gone.what());
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted between two audits");
        }
    }
}
