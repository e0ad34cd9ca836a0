package dev.rigger.activities.validator.wire;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The validator did not answer, or not sensibly; {@link #trouble()} tells which. Says nothing about whether the call had an
 * effect.
 */
public final class ValidatorUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Stable code, also the type of the failure that activities throw. */
    public static final String CODE = "VALIDATOR_UNREACHABLE";

    private final Trouble trouble;
    private final @Nullable Duration retryAfter;

    public ValidatorUnreachable(Trouble trouble, String what) {
        this(trouble, what, null);
    }

    ValidatorUnreachable(Trouble trouble, String what, @Nullable Duration retryAfter) {
        super(what + " (" + CODE + ", " + trouble
                + "): it is tried again; see whether the validator's API answers /ping");
        this.trouble = trouble;
        this.retryAfter = retryAfter;
    }

    public Trouble trouble() {
        return trouble;
    }

    /** How long the validator asked us to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
