package dev.rigger.hotkey;

import java.util.Optional;

/** One signer; a route's purpose wins over the body's hash. */
record RemoteForm() implements SignatureForm {
    @Override
    public String signerHeader() {
        return RequestHeaders.HOTKEY;
    }

    @Override
    public Optional<Refusal> addressee(SignedRequest request) {
        return Optional.empty();
    }

    @Override
    public Optional<String> version1(SignedRequest request) {
        Optional<String> payload = Optional.ofNullable(request.purpose());
        if (payload.isEmpty() && request.carriesBody()) {
            payload = Optional.of(BodyHash.of(request.body()));
        }
        return payload.map(
                signed -> String.join(":", request.value(signerHeader()), request.value(RequestHeaders.NONCE), signed));
    }

    @Override
    public String version2(SignedRequest request) {
        return String.join(
                ":",
                "v2",
                request.value(signerHeader()),
                request.method(),
                request.path(),
                request.value(RequestHeaders.NONCE),
                SignatureForm.hashOrEmpty(request));
    }

    @Override
    public String missing() {
        return "Invalid BT Auth.";
    }

    @Override
    public String badNonce() {
        return "Invalid nonce!";
    }
}
