package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.progress.ProgressLine;

/** Ends an onboarding from within a step: the last line of its progress, and how it ends. */
final class OnboardingFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final ProgressLine.End end;

    private OnboardingFailure(String code, String line, ProgressLine.End end) {
        super(line);
        this.code = code;
        this.end = end;
    }

    /** Something is not as it must be; {@code next} says what to do about it. */
    static OnboardingFailure of(String server, String what, String code, String next) {
        return new OnboardingFailure(
                code, "Cannot add server " + server + ": " + what + "\n" + code + "\n" + next, ProgressLine.End.FAILED);
    }

    /** The validator would not have it: the stream ends after its word. */
    static OnboardingFailure refused(String line) {
        return new OnboardingFailure("VALIDATOR_REFUSED", line, ProgressLine.End.REFUSED);
    }

    String code() {
        return code;
    }

    ProgressLine.End end() {
        return end;
    }

    String line() {
        return String.valueOf(getMessage());
    }
}
