package dev.rigger.devnet.validator.scenario;

/**
 * A scenario that cannot be played. Its message names file and line, what is wrong there, the code, and what to do:
 * {@code hostile.yaml:12: there is no fault of kind "explode" (FAULT_KIND_UNKNOWN). Known are …}
 */
public final class ScenarioRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;
    private final String code;

    /** @param line from 1 */
    public ScenarioRefused(String file, int line, String what, String code, String next) {
        super("%s:%d: %s (%s). %s".formatted(file, line, withoutStop(what), code, next), null, false, false);
        this.line = line;
        this.code = code;
    }

    public int line() {
        return line;
    }

    public String code() {
        return code;
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
