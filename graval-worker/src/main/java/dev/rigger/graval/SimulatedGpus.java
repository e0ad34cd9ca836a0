package dev.rigger.graval;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.GpuClass;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** GPUs that exist on paper: full members of their class in the catalogue, with uuids that follow from the server's name. */
public final class SimulatedGpus {
    private static final Pattern WORDS = Pattern.compile("([1-9]|1[0-6])x([a-z0-9_]+)");
    private static final int UUID_DIGITS = 32;

    private SimulatedGpus() {}

    /**
     * @param words such as {@code 8xh200}
     * @throws IllegalArgumentException when the words are not that, or name no class of the catalogue
     */
    public static List<GpuIdentity> of(String serverName, String words, GpuCatalogue catalogue) {
        Matcher matcher = WORDS.matcher(words);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("SIMULATED_GPUS=" + words
                    + ": it must read <count>x<short ref> with a count from 1 to 16, such as 8xh200");
        }
        GpuClass type = catalogue
                .byShortRef(matcher.group(2))
                .orElseThrow(() -> new IllegalArgumentException("SIMULATED_GPUS=" + words
                        + ": the catalogue has no such GPU; it has "
                        + catalogue.classes().stream().map(GpuClass::shortRef).collect(Collectors.joining(", "))));
        return IntStream.range(0, Integer.parseInt(matcher.group(1)))
                .mapToObj(index -> type.device(uuid(serverName, index)))
                .toList();
    }

    /** The same rule as the devnet's nodes go by. */
    static String uuid(String serverName, int index) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("rigger-devnet/" + serverName + "/" + index).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, UUID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
