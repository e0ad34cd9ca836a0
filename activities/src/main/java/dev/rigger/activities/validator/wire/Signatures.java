package dev.rigger.activities.validator.wire;

import dev.rigger.hotkey.RequestSigner;
import java.util.Map;
import java.util.UUID;

/** Signs asks as the validator's profile wants it; anew for every attempt, because a nonce may be good only once. */
public final class Signatures {
    private static final int BINDS_PATH = 2;

    private final RequestSigner signer;
    private final int version;

    public Signatures(RequestSigner signer, int version) {
        this.signer = signer;
        this.version = version;
    }

    Map<String, String> of(Ask ask) {
        byte[] body = ask.body();
        if (ask.purpose() == null && body == null) {
            return Map.of();
        }
        if (version == BINDS_PATH) {
            String unique = UUID.randomUUID().toString().replace("-", "");
            return signer.version2(ask.method(), ask.path(), unique, body);
        }
        return ask.purpose() != null
                ? signer.forPurpose(ask.purpose())
                : signer.forBody(body == null ? new byte[0] : body);
    }
}
