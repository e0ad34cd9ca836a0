package dev.rigger.hotkey;

/** Names of the headers of signed requests; HTTP compares them without regard to case. */
public final class RequestHeaders {
    public static final String HOTKEY = "X-Chutes-Hotkey";
    public static final String MINER = "X-Chutes-Miner";
    public static final String VALIDATOR = "X-Chutes-Validator";
    public static final String NONCE = "X-Chutes-Nonce";
    public static final String SIGNATURE = "X-Chutes-Signature";
    /** {@code 2} binds method and path and makes the nonce single-use; absent or {@code 1} is the first version. */
    public static final String SIGNATURE_VERSION = "X-Chutes-Sig-Version";

    private RequestHeaders() {}
}
