package dev.rigger.workflows.onboarding;

/**
 * What one check of a node found.
 *
 * @param code stable, such as {@code NODE_CORDONED}; docs/onboarding.md lists them all
 * @param saw what is there
 * @param wants what should be there
 * @param mend the command, or the one thing to do, that mends it
 */
public record NodeProblem(Severity severity, String code, String saw, String wants, String mend) {
    public enum Severity {
        /** The server cannot join. */
        REFUSAL,
        /** It joins, and the operator should know. */
        WARNING
    }

    public static NodeProblem refusal(String code, String saw, String wants, String mend) {
        return new NodeProblem(Severity.REFUSAL, code, saw, wants, mend);
    }

    public static NodeProblem warning(String code, String saw, String wants, String mend) {
        return new NodeProblem(Severity.WARNING, code, saw, wants, mend);
    }

    public boolean refuses() {
        return severity == Severity.REFUSAL;
    }

    /** For people, in one line. */
    public String line() {
        return code + ": " + saw + "; wanted: " + wants + ". Mend it: " + mend;
    }
}
