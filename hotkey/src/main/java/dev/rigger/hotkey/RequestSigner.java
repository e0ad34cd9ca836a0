package dev.rigger.hotkey;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests: the remote form (we are {@code X-Chutes-Hotkey}) towards validators, the management form (a miner and a
 * signer) between the parts of one miner and from validator to miner.
 *
 * <p>Answers the headers to send. A body of JSON needs its {@code Content-Type} besides.
 */
public final class RequestSigner {
    private final Hotkey hotkey;
    private final InstantSource clock;

    public RequestSigner(Hotkey hotkey, InstantSource clock) {
        this.hotkey = hotkey;
        this.clock = clock;
    }

    public Map<String, String> forPurpose(String purpose) {
        return remote(purpose);
    }

    /** An empty body is signed as its hash; senders that mean "no body" sign a purpose. */
    public Map<String, String> forBody(byte[] body) {
        return remote(BodyHash.of(body));
    }

    /**
     * Remote form, second version: bound to method, path and body.
     *
     * @param path with its query, as sent
     * @param unique letters and digits that make the nonce unique, because it is good once
     * @param body null for a request without one
     */
    public Map<String, String> version2(String method, String path, String unique, byte @Nullable [] body) {
        String nonce = now() + "-" + unique;
        String message = String.join(":", "v2", hotkey.ss58(), method, path, nonce, hash(method, body));
        Map<String, String> headers = remoteHeaders(nonce, message);
        headers.put(RequestHeaders.SIGNATURE_VERSION, "2");
        return headers;
    }

    public Map<String, String> managementForPurpose(String miner, String purpose) {
        return management(miner, purpose);
    }

    public Map<String, String> managementForBody(String miner, byte[] body) {
        return management(miner, BodyHash.of(body));
    }

    /**
     * Management form, second version.
     *
     * @param path with its query, as sent
     * @param nonce Unix seconds, followed by {@code -} and whatever makes it unique
     * @param body null for a request without one
     */
    public Map<String, String> managementVersion2(
            String miner, String method, String path, String nonce, byte @Nullable [] body) {
        String message = String.join(":", "v2", miner, hotkey.ss58(), method, path, nonce, hash(method, body));
        Map<String, String> headers = managementHeaders(miner, nonce, message);
        headers.put(RequestHeaders.SIGNATURE_VERSION, "2");
        return headers;
    }

    private Map<String, String> remote(String payload) {
        String nonce = now();
        return remoteHeaders(nonce, String.join(":", hotkey.ss58(), nonce, payload));
    }

    private Map<String, String> remoteHeaders(String nonce, String message) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(RequestHeaders.HOTKEY, hotkey.ss58());
        headers.put(RequestHeaders.NONCE, nonce);
        headers.put(RequestHeaders.SIGNATURE, signature(message));
        return headers;
    }

    private Map<String, String> management(String miner, String payload) {
        String nonce = now();
        return managementHeaders(miner, nonce, String.join(":", miner, hotkey.ss58(), nonce, payload));
    }

    private Map<String, String> managementHeaders(String miner, String nonce, String message) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(RequestHeaders.MINER, miner);
        headers.put(RequestHeaders.VALIDATOR, hotkey.ss58());
        headers.put(RequestHeaders.NONCE, nonce);
        headers.put(RequestHeaders.SIGNATURE, signature(message));
        return headers;
    }

    /** A POST, PUT or PATCH without a body has the hash of an empty one; what never has a body has none. */
    private static String hash(String method, byte @Nullable [] body) {
        byte[] bytes = body == null ? new byte[0] : body;
        return SignatureForm.bodyCounts(method, bytes) ? BodyHash.of(bytes) : "";
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    private String signature(String message) {
        return HexFormat.of().formatHex(hotkey.sign(message.getBytes(StandardCharsets.UTF_8)));
    }
}
