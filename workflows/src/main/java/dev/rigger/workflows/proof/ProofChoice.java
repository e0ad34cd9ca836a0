package dev.rigger.workflows.proof;

import org.jspecify.annotations.Nullable;

/**
 * How a server is to prove itself.
 *
 * @param kind null when it cannot
 * @param code stable; empty unless refused, as are {@code what} and {@code next}
 */
public record ProofChoice(@Nullable ProofKind kind, String code, String what, String next) {
    public static ProofChoice of(ProofKind kind) {
        return new ProofChoice(kind, "", "", "");
    }

    public static ProofChoice refused(String code, String what, String next) {
        return new ProofChoice(null, code, what, next);
    }

    /** @throws ProofFailure when it cannot */
    public ProofKind orThrow() {
        if (kind == null) {
            throw new ProofFailure(code, what, next);
        }
        return kind;
    }
}
