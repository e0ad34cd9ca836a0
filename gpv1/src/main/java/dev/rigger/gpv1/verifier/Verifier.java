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
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes challenges and judges answers; needs no GPU. Thread-safe.
 *
 * <p>A plaintext proves the work: without a row's whole chain its box stays shut. The root is a commitment: where the work
 * is small enough to be repeated it is compared, else only openings of rows against it say more (see
 * {@link dev.rigger.gpv1.work.Opening}). Time is the caller's to measure.
 */
public final class Verifier {
    /** Work that is repeated to compare the root: under a second of one core. */
    private static final double REPEATABLE_MULTIPLY_ADDS = 1e9;

    private static final int PLAINTEXT_BYTES = 16;
    private static final Pattern ROOT = Pattern.compile("[0-9a-f]{64}");

    private final SecureRandom random;

    public Verifier(SecureRandom random) {
        this.random = random;
    }

    /** Both halves of a challenge. */
    public record Prepared(Challenge challenge, ChallengeSecret secret) {}

    /** A challenge with a fresh seed, each GPU's plaintext 32 random hex digits. */
    public Prepared prepare(Profile profile, List<GpuIdentity> gpus, ProofWatch watch) {
        Map<GpuIdentity, String> plaintexts = new LinkedHashMap<>();
        for (GpuIdentity gpu : gpus) {
            byte[] plaintext = new byte[PLAINTEXT_BYTES];
            random.nextBytes(plaintext);
            plaintexts.put(gpu, HexFormat.of().formatHex(plaintext));
        }
        return prepare(profile, freshSeed(), plaintexts, watch);
    }

    /** A challenge with a given seed, which must be fresh for these GPUs, and given plaintexts. */
    public Prepared prepare(Profile profile, long seed, Map<GpuIdentity, String> plaintexts, ProofWatch watch) {
        if (plaintexts.isEmpty()) {
            throw new InvalidChallengeException("a challenge names at least one GPU");
        }
        Map<String, String> ciphertexts = new LinkedHashMap<>();
        List<ChallengeSecret.Gpu> secrets = new ArrayList<>();
        plaintexts.forEach((gpu, plaintext) -> {
            WorkContext context = new WorkContext(seed, profile, gpu);
            long[] rows = distinctRows(2 * profile.boxes(), context.rows());
            long[] boxRows = Arrays.copyOf(rows, profile.boxes());
            List<byte[]> fingerprints = new RowEngine(context)
                    .recompute(boxRows, watch).stream()
                            .map(RowState::fingerprint)
                            .toList();
            byte[] blob = KeyBoxes.seal(context, fingerprints, plaintext.getBytes(StandardCharsets.UTF_8), random);
            if (ciphertexts.put(gpu.uuid(), Base64.getEncoder().encodeToString(blob)) != null) {
                throw new InvalidChallengeException("GPU " + gpu.uuid() + " is named twice");
            }
            secrets.add(new ChallengeSecret.Gpu(
                    gpu,
                    plaintext,
                    Arrays.stream(rows).skip(profile.boxes()).boxed().toList()));
        });
        return new Prepared(new Challenge(seed, profile, ciphertexts), new ChallengeSecret(seed, profile, secrets));
    }

    /** Whether that answer proves every GPU of that challenge. */
    public Verdict check(ChallengeSecret secret, Answer answer) {
        List<String> challenged =
                secret.gpus().stream().map(gpu -> gpu.identity().uuid()).toList();
        for (Map<String, String> part : List.of(answer.plaintexts(), answer.roots())) {
            for (String uuid : part.keySet()) {
                if (!challenged.contains(uuid)) {
                    return new Verdict(Code.UNKNOWN_GPU, "the answer names a GPU that was not challenged");
                }
            }
        }
        for (ChallengeSecret.Gpu gpu : secret.gpus()) {
            Verdict verdict = check(secret, gpu, answer);
            if (!verdict.accepted()) {
                return verdict;
            }
        }
        return new Verdict(Code.PROVEN, "all " + challenged.size() + " GPUs did their work");
    }

    private static Verdict check(ChallengeSecret secret, ChallengeSecret.Gpu gpu, Answer answer) {
        String uuid = gpu.identity().uuid();
        String plaintext = answer.plaintexts().get(uuid);
        String root = answer.roots().get(uuid);
        if (plaintext == null || root == null) {
            return new Verdict(Code.MISSING_GPU, "GPU " + uuid + " did not open its key boxes");
        }
        if (!same(plaintext, gpu.plaintext())) {
            return new Verdict(Code.WRONG_PLAINTEXT, "GPU " + uuid + " found something else in its key boxes");
        }
        if (!ROOT.matcher(root).matches() || !rootHolds(secret, gpu.identity(), root)) {
            return new Verdict(Code.WRONG_ROOT, "GPU " + uuid + " committed to something else than its work");
        }
        return new Verdict(Code.PROVEN, "GPU " + uuid + " did its work");
    }

    private static boolean rootHolds(ChallengeSecret secret, GpuIdentity gpu, String root) {
        WorkContext context = new WorkContext(secret.seed(), secret.profile(), gpu);
        if (secret.profile().multiplyAdds(gpu) > REPEATABLE_MULTIPLY_ADDS || !Slots.fits(context)) {
            return true;
        }
        Slots slots = Slots.compute(context, ProofWatch.NONE);
        return same(
                root,
                HexFormat.of().formatHex(slots.workTree(slots.fingerprints()).root()));
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

    private static boolean same(String left, String right) {
        return MessageDigest.isEqual(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
