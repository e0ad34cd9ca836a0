package dev.rigger.activities.validator;

/**
 * The validator did not answer, or not sensibly: a timeout, a broken connection, a 5xx, an open circuit, no permit. Says
 * nothing about whether the call had an effect.
 */
public final class ValidatorUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Stable code, also the type of the failure that activities throw. */
    public static final String CODE = "VALIDATOR_UNREACHABLE";

    ValidatorUnreachable(String what) {
        super(what + " (" + CODE + "): it is tried again; see whether the validator's API answers /ping");
    }
}
