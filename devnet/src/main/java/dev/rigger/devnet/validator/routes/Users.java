package dev.rigger.devnet.validator.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import java.security.MessageDigest;

/** Users: whoever shows the one key. */
public final class Users {
    private static final String USER = "devnet-user";

    private final byte[] expected;

    public Users(String key) {
        this.expected = ("Bearer " + key).getBytes(UTF_8);
    }

    /** The user's id; refuses with 401. */
    String of(Call call) {
        byte[] shown = call.header("authorization").orElse("").getBytes(UTF_8);
        if (!MessageDigest.isEqual(shown, expected)) {
            throw new Refusal(401, "Invalid or missing API key");
        }
        return USER;
    }
}
