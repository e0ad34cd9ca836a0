package dev.rigger.hotkey;

/** Why a signed request was refused. Stable codes. */
public enum Refusal {
    SIGNATURE_MISSING("Send the signature headers; a current command line does."),
    MINER_NOT_OURS("Sign for the hotkey that this control plane runs with."),
    SIGNER_NOT_ALLOWED("Sign with the hotkey of the miner that owns this control plane."),
    VERSION_UNKNOWN("Leave X-Chutes-Sig-Version away, or send 1 or 2."),
    NONCE_MALFORMED("The nonce is the time of signing: whole seconds since 1970, in decimal."),
    NONCE_STALE("Sign again; if it happens again, set this machine's clock."),
    NONCE_IN_FUTURE("Set the clock of the machine that signs."),
    SIGNATURE_MALFORMED("The signature is 128 hex digits."),
    SIGNATURE_WRONG("Sign the bytes that are sent, with the key of the address in the headers."),
    REPLAYED("Sign every request anew.");

    private final String next;

    Refusal(String next) {
        this.next = next;
    }

    public String next() {
        return next;
    }
}
