package dev.rigger.hotkey;

/** What verifying a signed request came to. Every refusal is a 401. */
public sealed interface Verdict {
    /** @param signer SS58 address whose key signed */
    record Accepted(String signer) implements Verdict {}

    /**
     * @param detail what is the matter, in the protocol's words where it has some
     * @param next what the caller can do about it
     */
    record Refused(Refusal refusal, String detail, String next) implements Verdict {}

    default boolean accepted() {
        return this instanceof Accepted;
    }
}
