package dev.rigger.hotkey;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request whose signature is to be verified.
 *
 * @param method upper case
 * @param path with its query, as received
 * @param header value of a header by name, without regard to case; null when absent
 * @param body the raw bytes as received
 * @param purpose the word that the route asks for; null when it has none
 */
public record SignedRequest(
        String method,
        String path,
        Function<String, @Nullable String> header,
        byte[] body,
        @Nullable String purpose) {
    static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    boolean carriesBody() {
        return WITH_BODY.contains(method);
    }

    /** Empty when absent. */
    String value(String name) {
        String value = header.apply(name);
        return value == null ? "" : value.strip();
    }
}
