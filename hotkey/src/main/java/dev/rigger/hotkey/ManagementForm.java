package dev.rigger.hotkey;

import java.util.Optional;

/** Miner and signer; the body's hash wins over the purpose, even for an empty body. */
record ManagementForm(String ownSs58) implements SignatureForm {
    @Override
    public String signerHeader() {
        return RequestHeaders.VALIDATOR;
    }

    @Override
    public Optional<Refusal> addressee(SignedRequest request) {
        String miner = request.value(RequestHeaders.MINER);
        if (miner.isEmpty()) {
            return Optional.of(Refusal.SIGNATURE_MISSING);
        }
        return miner.equals(ownSs58) ? Optional.empty() : Optional.of(Refusal.MINER_NOT_OURS);
    }

    @Override
    public Optional<String> version1(SignedRequest request) {
        Optional<String> payload = request.carriesBody()
                ? Optional.of(BodyHash.of(request.body()))
                : Optional.ofNullable(request.purpose());
        return payload.map(signed ->
                String.join(":", ownSs58, request.value(signerHeader()), request.value(RequestHeaders.NONCE), signed));
    }

    @Override
    public String version2(SignedRequest request) {
        return String.join(
                ":",
                "v2",
                ownSs58,
                request.value(signerHeader()),
                request.method(),
                request.path(),
                request.value(RequestHeaders.NONCE),
                SignatureForm.hashOrEmpty(request));
    }

    @Override
    public String missing() {
        return "go away (missing)";
    }

    @Override
    public String badNonce() {
        return missing();
    }
}
