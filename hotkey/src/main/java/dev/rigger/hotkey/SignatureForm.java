package dev.rigger.hotkey;

import java.util.Optional;

/** One of the two ways to say who signs what. */
interface SignatureForm {
    String signerHeader();

    /** Why the request is not addressed to us. */
    Optional<Refusal> addressee(SignedRequest request);

    /** The signed message; empty when the request has neither a purpose nor a body that counts. */
    Optional<String> version1(SignedRequest request);

    String version2(SignedRequest request);

    /** The protocol's words for missing or unacceptable headers. */
    String missing();

    /** The protocol's words for a nonce that is malformed or out of the window. */
    String badNonce();

    /** In the second version a request without a body has an empty place for the hash. */
    static String hashOrEmpty(SignedRequest request) {
        return bodyCounts(request.method(), request.body()) ? BodyHash.of(request.body()) : "";
    }

    static boolean bodyCounts(String method, byte[] body) {
        return SignedRequest.WITH_BODY.contains(method) || body.length > 0;
    }
}
