package dev.rigger.activities.validator.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to a validator.
 *
 * @param path with its query, encoded
 * @param purpose the word that is signed; null for a request that is signed by its body, or not at all
 * @param body null for none
 * @param headers besides those of the signature
 * @param repeatable whether doing it twice does no harm
 */
public record Ask(
        String method,
        String path,
        @Nullable String purpose,
        byte @Nullable [] body,
        Map<String, String> headers,
        boolean repeatable) {
    public static Ask get(String path, String purpose) {
        return new Ask("GET", path, purpose, null, Map.of(), true);
    }

    /** A read that wants no signature. */
    public static Ask open(String path) {
        return new Ask("GET", path, null, null, Map.of(), true);
    }

    /** 404 is as good as success, so it may be repeated. */
    public static Ask delete(String path, String purpose) {
        return new Ask("DELETE", path, purpose, null, Map.of(), true);
    }

    /** Signed by its body. */
    public static Ask post(String path, byte[] json) {
        return new Ask("POST", path, null, json, Map.of(), false);
    }

    /** A change without a body, signed by its purpose. */
    public static Ask change(String method, String path, String purpose) {
        return new Ask(method, path, purpose, null, Map.of(), false);
    }

    public Ask with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Ask(method, path, purpose, body, more, repeatable);
    }

    public Ask once() {
        return new Ask(method, path, purpose, body, headers, false);
    }

    /** What may be logged: queries carry ids that are nobody else's business. */
    String shown() {
        int query = path.indexOf('?');
        return method + " " + (query < 0 ? path : path.substring(0, query));
    }

    @Override
    public String toString() {
        return shown();
    }
}
