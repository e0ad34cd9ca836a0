package dev.rigger.gpv1.prover;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.OpenRequest;
import dev.rigger.gpv1.WorkSize;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/**
 * The finished work of several GPUs, by uuid, still in their memory. Closing it gives all of it back. Not thread-safe.
 *
 * <p>A request that names a GPU without work here is an {@link InvalidChallengeException}.
 */
public record ServerWork(Map<String, HeldWork> byUuid) implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();

    public ServerWork {
        byUuid = Map.copyOf(byUuid);
    }

    /** What the verifier hears: a GPU whose boxes stayed shut has a root and no plaintext. */
    public Answer answer() {
        Map<String, String> plaintexts = new LinkedHashMap<>();
        Map<String, String> roots = new LinkedHashMap<>();
        Map<String, WorkSize> sizes = new LinkedHashMap<>();
        byUuid.forEach((uuid, work) -> {
            work.plaintext().ifPresent(plaintext -> plaintexts.put(uuid, plaintext));
            roots.put(uuid, HEX.formatHex(work.root()));
            sizes.put(uuid, work.size());
        });
        return new Answer(plaintexts, roots, sizes);
    }

    /** How long that GPU's work took. */
    public WorkTimes times(String uuid) {
        return held(uuid).times();
    }

    /** Scans all GPUs side by side. */
    public AuditAnswer audit(AuditRequest request) {
        return new AuditAnswer(
                request.audit(),
                sideBySide(
                        request.nonces(),
                        (work, nonce) -> work.audit(request.audit(), HEX.parseHex(nonce), request.steps()).stream()
                                .map(HEX::formatHex)
                                .toList()));
    }

    /** Shows rows. */
    public OpenAnswer open(OpenRequest request) {
        return new OpenAnswer(sideBySide(
                request.asked(),
                (work, questions) -> questions.stream()
                        .flatMap(question -> question.rows().stream()
                                .map(row -> new OpenAnswer.Opened(
                                        question.audit(),
                                        question.step(),
                                        work.open(question.audit(), question.step(), row))))
                        .toList()));
    }

    @Override
    public void close() {
        byUuid.values().forEach(HeldWork::close);
    }

    /** Asks every GPU from a platform thread of its own: calls into a driver would pin a virtual one. */
    private <Q, A> Map<String, A> sideBySide(Map<String, Q> questions, BiFunction<HeldWork, Q, A> ask) {
        questions.keySet().forEach(this::held);
        Map<String, CompletableFuture<A>> running = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("gpu-", 0).factory())) {
            questions.forEach((uuid, question) ->
                    running.put(uuid, CompletableFuture.supplyAsync(() -> ask.apply(held(uuid), question), threads)));
        }
        Map<String, A> answers = new LinkedHashMap<>();
        running.forEach((uuid, answer) -> answers.put(uuid, done(answer)));
        return answers;
    }

    private HeldWork held(String uuid) {
        HeldWork work = byUuid.get(uuid);
        if (work == null) {
            throw new InvalidChallengeException("there is no work of GPU " + uuid + " here");
        }
        return work;
    }

    private static <A> A done(CompletableFuture<A> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
