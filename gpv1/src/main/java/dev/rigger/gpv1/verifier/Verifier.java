package dev.rigger.gpv1.verifier;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.verifier.Verdict.Code;
import dev.rigger.gpv1.work.KeyBoxes;
import dev.rigger.gpv1.work.RowEngine;
import dev.rigger.gpv1.work.RowState;
import dev.rigger.gpv1.work.Slots;
import dev.rigger.gpv1.work.WorkContext;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes challenges and judges answers; needs no GPU. Thread-safe.
 *
 * <p>Two ways: {@link #examine} for whoever can talk to the GPUs several times and measures the time, {@link #prepare} and
 * {@link #check} for one question and one answer, where a plaintext proves the work (without a row's whole chain its box stays
 * shut) and the root is compared where the work is small enough to be repeated.
 */
public final class Verifier {
    /** Work that is repeated to compare the root: under a second of one core. */
    private static final double REPEATABLE_MULTIPLY_ADDS = 1e9;

    private static final int PLAINTEXT_BYTES = 16;

    private final SecureRandom random;

    public Verifier(SecureRandom random) {
        this.random = random;
    }

    /** Both halves of a challenge. */
    public record Prepared(Challenge challenge, ChallengeSecret secret) {}

    /** A challenge with a fresh seed, each GPU's plaintext 32 random hex digits. */
    public Prepared prepare(Profile profile, List<GpuIdentity> gpus, ProofWatch watch) {
        return prepare(profile, freshSeed(), freshPlaintexts(gpus), watch);
    }

    /** A challenge with a given seed, which must be fresh for these GPUs, and given plaintexts. */
    public Prepared prepare(Profile profile, long seed, Map<GpuIdentity, String> plaintexts, ProofWatch watch) {
        Map<String, String> ciphertexts = new LinkedHashMap<>();
        List<ChallengeSecret.Gpu> secrets = new ArrayList<>();
        plaintexts.forEach((gpu, plaintext) -> {
            Sealed sealed = seal(new WorkContext(seed, profile, gpu), plaintext, 0, watch);
            add(ciphertexts, gpu, sealed.ciphertext());
            secrets.add(new ChallengeSecret.Gpu(gpu, plaintext));
        });
        return new Prepared(challenge(seed, profile, ciphertexts), new ChallengeSecret(seed, profile, secrets));
    }

    /** An examination with a fresh seed, each GPU's plaintext 32 random hex digits. */
    public Examination examine(Profile profile, List<GpuIdentity> gpus, Terms terms, ProofWatch watch) {
        return examine(profile, freshSeed(), freshPlaintexts(gpus), terms, watch);
    }

    /** An examination with a given seed, which must be fresh for these GPUs, and given plaintexts. */
    public Examination examine(
            Profile profile, long seed, Map<GpuIdentity, String> plaintexts, Terms terms, ProofWatch watch) {
        Map<String, String> ciphertexts = new LinkedHashMap<>();
        List<Examination.Gpu> examined = new ArrayList<>();
        plaintexts.forEach((gpu, plaintext) -> {
            Sealed sealed = seal(new WorkContext(seed, profile, gpu), plaintext, profile.boxes(), watch);
            add(ciphertexts, gpu, sealed.ciphertext());
            examined.add(new Examination.Gpu(new ChallengeSecret.Gpu(gpu, plaintext), sealed.auditRows()));
        });
        return new Examination(challenge(seed, profile, ciphertexts), examined, terms, random);
    }

    /** Whether that answer proves every GPU of that challenge. */
    public Verdict check(ChallengeSecret secret, Answer answer) {
        return AnswerCheck.refusal(secret.profile(), secret.gpus(), answer)
                .or(() -> secret.gpus().stream()
                        .filter(gpu -> !rootHolds(secret, gpu.identity(), answer))
                        .findFirst()
                        .flatMap(gpu -> AnswerCheck.refused(
                                Code.WRONG_ROOT,
                                "GPU " + gpu.identity().uuid() + " committed to something else than its work")))
                .orElseGet(() -> new Verdict(Code.PROVEN, "all " + secret.gpus().size() + " GPUs did their work"));
    }

    private record Sealed(String ciphertext, List<RowState> auditRows) {}

    /** Recomputes the box rows and as many audit rows as asked for, all of them distinct, in one go. */
    private Sealed seal(WorkContext context, String plaintext, int auditRows, ProofWatch watch) {
        int boxes = context.profile().boxes();
        List<RowState> rows = new RowEngine(context).recompute(distinctRows(boxes + auditRows, context.rows()), watch);
        List<byte[]> fingerprints =
                rows.stream().limit(boxes).map(RowState::fingerprint).toList();
        byte[] blob = KeyBoxes.seal(context, fingerprints, plaintext.getBytes(StandardCharsets.UTF_8), random);
        return new Sealed(
                Base64.getEncoder().encodeToString(blob),
                rows.stream().skip(boxes).toList());
    }

    private static void add(Map<String, String> ciphertexts, GpuIdentity gpu, String ciphertext) {
        if (ciphertexts.put(gpu.uuid(), ciphertext) != null) {
            throw new InvalidChallengeException("GPU " + gpu.uuid() + " is named twice");
        }
    }

    private static Challenge challenge(long seed, Profile profile, Map<String, String> ciphertexts) {
        if (ciphertexts.isEmpty()) {
            throw new InvalidChallengeException("a challenge names at least one GPU");
        }
        return new Challenge(seed, profile, ciphertexts);
    }

    private static boolean rootHolds(ChallengeSecret secret, GpuIdentity gpu, Answer answer) {
        WorkContext context = new WorkContext(secret.seed(), secret.profile(), gpu);
        if (secret.profile().multiplyAdds(gpu) > REPEATABLE_MULTIPLY_ADDS || !Slots.fits(context)) {
            return true;
        }
        Slots slots = Slots.compute(context, ProofWatch.NONE);
        String root =
                HexFormat.of().formatHex(slots.workTree(slots.fingerprints()).root());
        return AnswerCheck.same(String.valueOf(answer.roots().get(gpu.uuid())), root);
    }

    private Map<GpuIdentity, String> freshPlaintexts(List<GpuIdentity> gpus) {
        Map<GpuIdentity, String> plaintexts = new LinkedHashMap<>();
        for (GpuIdentity gpu : gpus) {
            byte[] plaintext = new byte[PLAINTEXT_BYTES];
            random.nextBytes(plaintext);
            plaintexts.put(gpu, HexFormat.of().formatHex(plaintext));
        }
        return plaintexts;
    }

    private long freshSeed() {
        return random.nextLong(1, Long.MAX_VALUE);
    }

    private long[] distinctRows(int count, long rows) {
        if (count > rows) {
            throw new InvalidChallengeException("profile has fewer rows than its boxes and audits need");
        }
        return random.longs(0, rows).distinct().limit(count).toArray();
    }
}
