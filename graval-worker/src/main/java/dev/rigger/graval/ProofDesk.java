package dev.rigger.graval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.OpenRequest;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.ServerWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a validator may have done at the verification port: prove, and with the work still in memory audit, open, release. */
final class ProofDesk {
    /** Bridges the end of a proof that Rigger asked for; longer, and the validator's own clock would suffer. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final GpuBackend backend;
    private final GpuSlots slots;
    private final HeldProof held;
    private final BootstrapAnswers answers;
    private final InstantSource clock;

    ProofDesk(GpuBackend backend, GpuSlots slots, HeldProof held, BootstrapAnswers answers, InstantSource clock) {
        this.backend = backend;
        this.slots = slots;
        this.held = held;
        this.answers = answers;
        this.clock = clock;
    }

    /** The work stays in memory when this has returned. */
    ObjectNode prove(Challenge challenge, ProofWatch watch) {
        List<String> own = backend.devices().stream().map(GpuIdentity::uuid).toList();
        if (!own.containsAll(challenge.ciphertexts().keySet())) {
            throw new HttpRefusal(
                    400,
                    "The challenge names GPUs that this host does not have.",
                    ProofRefusal.UNKNOWN_GPU.name(),
                    "Ask GET /devices which it has.");
        }
        try (GpuSlots.Lease lease = lease(PATIENCE)) {
            held.drop();
            ServerWork work = backend.prove(challenge, watch);
            held.keep(challenge.seed(), work);
            return answers.proof(backend.devices(), challenge, work);
        }
    }

    ObjectNode audit(AuditRequest request) {
        return withHeld(request.seed(), work -> {
            Instant started = clock.instant();
            AuditAnswer answer = work.audit(request);
            return answers.audit(request.seed(), answer, Duration.between(started, clock.instant()));
        });
    }

    ObjectNode open(OpenRequest request) {
        return withHeld(request.seed(), work -> answers.opened(request.seed(), work.open(request)));
    }

    /** Releasing what is not held any more is no mistake. */
    ObjectNode release(long seed) {
        try (GpuSlots.Lease lease = lease(PATIENCE)) {
            if (held.of(seed).isPresent()) {
                held.drop();
            }
            return answers.released();
        }
    }

    private ObjectNode withHeld(long seed, Function<ServerWork, ObjectNode> question) {
        try (GpuSlots.Lease lease = lease(Duration.ZERO)) {
            Optional<ServerWork> work = held.of(seed);
            return question.apply(work.orElseThrow(() -> new HttpRefusal(
                    410, "The work of that seed is not in memory any more.", "WORK_GONE", "Begin with /prove.")));
        }
    }

    private GpuSlots.Lease lease(Duration patience) {
        return slots.takeAllWithin(patience)
                .orElseThrow(() -> new HttpRefusal(
                        409, "The GPUs are busy with another proof.", "GPUS_BUSY", "Ask again when it is done."));
    }
}
