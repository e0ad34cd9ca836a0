package dev.rigger.gpv1.work;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** The device-info challenge: proves only that both sides mean the same declared fields. */
public final class InfoChallenge {
    private static final Pattern CHALLENGE = Pattern.compile("[0-9a-f]{64}");

    private InfoChallenge() {}

    /**
     * The answer to a challenge: its first byte selects the device, counted round the list.
     *
     * @param challenge 64 lower-case hex digits
     * @return 64 lower-case hex digits
     */
    public static String answer(String challenge, List<GpuIdentity> devices) {
        if (!CHALLENGE.matcher(challenge).matches()) {
            throw new InvalidChallengeException("challenge must be 64 lower-case hex digits");
        }
        if (devices.isEmpty()) {
            throw new InvalidChallengeException("there is no device to answer for");
        }
        int selected = HexFormat.fromHexDigits(challenge, 0, 2) % devices.size();
        return HexFormat.of()
                .formatHex(Digests.of(
                        "GPV1/info\0",
                        Digests.ascii(challenge),
                        Digests.ascii(devices.get(selected).text())));
    }
}
