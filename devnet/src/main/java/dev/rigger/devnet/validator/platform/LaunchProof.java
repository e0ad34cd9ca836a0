package dev.rigger.devnet.validator.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.rigger.gpv1.Profile;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the pods of a chute prove their GPUs at the launch; a pod of a confidential chute proves its machine instead. */
public enum LaunchProof {
    /** Nothing is computed: the session key comes in clear. */
    NONE("none", null),
    /** GPV1 with the least work there is: milliseconds on a CPU. */
    GPV1("gpv1", Profile.TINY),
    /** GPV1 with about half a second of work on one core for each GPU. */
    GPV1_SIM("gpv1-sim", Profile.SIM);

    private final String id;
    private final Optional<Profile> profile;

    LaunchProof(String id, @Nullable Profile profile) {
        this.id = id;
        this.profile = Optional.ofNullable(profile);
    }

    /** As orders name it. */
    @JsonValue
    public String id() {
        return id;
    }

    /** The scheme, as a claim's answer names it. */
    public String scheme() {
        return profile.isEmpty() ? "none" : "gpv1";
    }

    /** How much work it is; empty for none. */
    public Optional<Profile> profile() {
        return profile;
    }

    @JsonCreator
    public static LaunchProof of(String id) {
        return Arrays.stream(values())
                .filter(proof -> proof.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no launch proof \"" + id + "\": name none, gpv1 or gpv1-sim"));
    }
}
