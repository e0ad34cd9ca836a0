package dev.rigger.settings;

import java.util.List;

/**
 * The environment says something that cannot be. One sentence a problem, each naming the key, the value (a secret's is
 * masked) and the rule; all problems are told at once, so that an operator mends them in one go.
 */
public final class SettingsProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> sentences;

    /** Also for what turns out only when a setting is put to use. */
    public SettingsProblem(List<String> sentences) {
        super(String.join(System.lineSeparator(), sentences), null, false, false);
        this.sentences = List.copyOf(sentences);
    }

    public List<String> sentences() {
        return sentences;
    }
}
