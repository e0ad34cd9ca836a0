package dev.rigger.gpv1.verifier;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The half of a challenge that the verifier keeps: what each GPU must find.
 *
 * <p>Whoever has it can answer without work, so it never leaves the verifier, and is stored encrypted.
 */
public record ChallengeSecret(long seed, Profile profile, List<Gpu> gpus) {
    private static final String FORMAT = "gpv1-secret-1";

    public ChallengeSecret {
        gpus = List.copyOf(gpus);
    }

    /**
     * One GPU's part.
     *
     * @param plaintext what its boxes hold
     */
    public record Gpu(GpuIdentity identity, String plaintext) {
        @Override
        public String toString() {
            return "Gpu[" + identity.uuid() + ", ****]";
        }
    }

    /** A text of one line a GPU, to be encrypted and stored. */
    public byte[] encode() {
        List<String> lines = new ArrayList<>();
        lines.add(FORMAT);
        lines.add(String.join(
                " ",
                Long.toString(seed),
                profile.name(),
                Integer.toString(profile.order()),
                Integer.toString(profile.layers()),
                Integer.toString(profile.passes()),
                Integer.toString(profile.groupRows()),
                Long.toString(profile.rows()),
                Integer.toString(profile.vramPercent()),
                Integer.toString(profile.boxes())));
        for (Gpu gpu : gpus) {
            lines.add(String.join(" ", base64(gpu.identity().text()), base64(gpu.plaintext())));
        }
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    /** The inverse of {@link #encode()}. */
    public static ChallengeSecret decode(byte[] encoded) {
        List<String> lines = new String(encoded, StandardCharsets.UTF_8).lines().toList();
        if (lines.size() < 2 || !lines.getFirst().equals(FORMAT)) {
            throw new InvalidChallengeException("not a challenge's secret half of format " + FORMAT);
        }
        String[] head = lines.get(1).split(" ", -1);
        Profile profile = new Profile(
                head[1],
                Integer.parseInt(head[2]),
                Integer.parseInt(head[3]),
                Integer.parseInt(head[4]),
                Integer.parseInt(head[5]),
                Long.parseLong(head[6]),
                Integer.parseInt(head[7]),
                Integer.parseInt(head[8]));
        List<Gpu> gpus = lines.stream()
                .skip(2)
                .map(line -> line.split(" ", -1))
                .map(fields -> new Gpu(GpuIdentity.parse(text(fields[0])), text(fields[1])))
                .toList();
        return new ChallengeSecret(Long.parseLong(head[0]), profile, gpus);
    }

    @Override
    public String toString() {
        return "ChallengeSecret[" + profile.name() + ", " + gpus.size() + " GPUs, ****]";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
