package dev.rigger.hotkey;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signed requests, in the first and the second version of the signature.
 *
 * <p>Nothing that a caller can send makes it throw: whatever is malformed is a refusal.
 */
public final class RequestVerifier {
    /** Clocks differ a little; beyond this a nonce is from the future. */
    public static final Duration SKEW = Duration.ofSeconds(5);

    private static final Duration MINER_WINDOW = Duration.ofSeconds(30);
    private static final Duration PLATFORM_WINDOW = Duration.ofSeconds(600);
    /** Seconds; in the second version perhaps followed by what makes the nonce unique. */
    private static final Pattern NONCE = Pattern.compile("(\\d{1,12})([.-][0-9A-Za-z-]{1,64})?");

    private final SignatureForm form;
    private final Predicate<String> signerAllowed;
    private final Duration past;
    private final Duration future;
    private final InstantSource clock;
    private final ReplayGuard replays;

    private RequestVerifier(
            SignatureForm form,
            Predicate<String> signerAllowed,
            Duration past,
            Duration future,
            InstantSource clock,
            ReplayGuard replays) {
        this.form = form;
        this.signerAllowed = signerAllowed;
        this.past = past;
        this.future = future;
        this.clock = clock;
        this.replays = replays;
    }

    /**
     * The receiving side of the management form: the miner's API and the parts of a miner.
     *
     * @param ownSs58 the miner's address, which {@code X-Chutes-Miner} must name
     * @param signers who may sign: the miner itself, and validators where a route is theirs
     */
    public static RequestVerifier miner(String ownSs58, Set<String> signers, InstantSource clock, ReplayGuard replays) {
        return miner(ownSs58, signers, MINER_WINDOW, clock, replays);
    }

    /** The same with a window of its own: pods accept nonces that are older. */
    public static RequestVerifier miner(
            String ownSs58, Set<String> signers, Duration window, InstantSource clock, ReplayGuard replays) {
        return new RequestVerifier(
                new ManagementForm(ownSs58), Set.copyOf(signers)::contains, window, SKEW, clock, replays);
    }

    /** The receiving side of the remote form, a validator's: any hotkey may sign, and the caller decides what it may do. */
    public static RequestVerifier platform(InstantSource clock, ReplayGuard replays) {
        return new RequestVerifier(new RemoteForm(), signer -> true, PLATFORM_WINDOW, PLATFORM_WINDOW, clock, replays);
    }

    public Verdict verify(SignedRequest request) {
        String signer = request.value(form.signerHeader());
        return identity(request, signer)
                .or(() -> version(request))
                .or(() -> freshness(request))
                .or(() -> signature(request, signer))
                .or(() -> firstUse(request, signer))
                .<Verdict>map(refusal -> refusal)
                .orElseGet(() -> new Verdict.Accepted(signer));
    }

    private Optional<Verdict.Refused> identity(SignedRequest request, String signer) {
        if (signer.isEmpty()
                || request.value(RequestHeaders.NONCE).isEmpty()
                || request.value(RequestHeaders.SIGNATURE).isEmpty()) {
            return refused(Refusal.SIGNATURE_MISSING, form.missing());
        }
        Optional<Refusal> notUs = form.addressee(request);
        if (notUs.isPresent()) {
            return refused(notUs.get(), form.missing());
        }
        return signerAllowed.test(signer) ? Optional.empty() : refused(Refusal.SIGNER_NOT_ALLOWED, form.missing());
    }

    private Optional<Verdict.Refused> version(SignedRequest request) {
        return switch (request.value(RequestHeaders.SIGNATURE_VERSION)) {
            case "", "1", "2" -> Optional.empty();
            default -> refused(Refusal.VERSION_UNKNOWN, "Unknown signature version.");
        };
    }

    private Optional<Verdict.Refused> freshness(SignedRequest request) {
        Matcher nonce = NONCE.matcher(request.value(RequestHeaders.NONCE));
        if (!nonce.matches() || (nonce.group(2) != null && !isSecondVersion(request))) {
            return refused(Refusal.NONCE_MALFORMED, form.badNonce());
        }
        Instant signed = Instant.ofEpochSecond(Long.parseLong(nonce.group(1)));
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        if (!now.isBefore(signed.plus(past))) {
            return refused(Refusal.NONCE_STALE, form.badNonce());
        }
        return signed.isBefore(now.plus(future)) ? Optional.empty() : refused(Refusal.NONCE_IN_FUTURE, form.badNonce());
    }

    private Optional<Verdict.Refused> signature(SignedRequest request, String signer) {
        String hex = request.value(RequestHeaders.SIGNATURE);
        byte[] signature = hex(hex);
        if (signature == null || signature.length != Sr25519.SIGNATURE_BYTES) {
            return refused(Refusal.SIGNATURE_MALFORMED, "Invalid signature: it is not 64 bytes in hex.");
        }
        Optional<String> message =
                isSecondVersion(request) ? Optional.of(form.version2(request)) : form.version1(request);
        if (message.isEmpty()) {
            return refused(Refusal.SIGNATURE_MISSING, "Either payload_str or purpose must be provided");
        }
        byte[] key = publicKey(signer);
        return key != null && verifies(key, message.get(), signature)
                ? Optional.empty()
                : refused(
                        Refusal.SIGNATURE_WRONG,
                        "Invalid request signature for hotkey " + signer + ". Message: " + message.get());
    }

    /** Asked last, so that nobody but the key's owner can use a nonce up. */
    private Optional<Verdict.Refused> firstUse(SignedRequest request, String signer) {
        // First version: nonces are whole seconds and repeat, while signatures are random and don't.
        String use = isSecondVersion(request)
                ? "nonce:" + signer + ":" + request.value(RequestHeaders.NONCE)
                : "signature:" + HexFormat.of().formatHex(signatureBytes(request));
        return replays.firstUse(use, past.plus(future))
                ? Optional.empty()
                : refused(Refusal.REPLAYED, "This request was received before.");
    }

    private static byte[] signatureBytes(SignedRequest request) {
        return HexFormat.of().parseHex(request.value(RequestHeaders.SIGNATURE));
    }

    /** Browser wallets wrap what they sign, so that it can never be a transaction. */
    private static boolean verifies(byte[] key, String message, byte[] signature) {
        return Sr25519.verify(key, message.getBytes(StandardCharsets.UTF_8), signature)
                || Sr25519.verify(key, ("<Bytes>" + message + "</Bytes>").getBytes(StandardCharsets.UTF_8), signature);
    }

    private static boolean isSecondVersion(SignedRequest request) {
        return request.value(RequestHeaders.SIGNATURE_VERSION).equals("2");
    }

    private static byte @Nullable [] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException notHex) {
            return null;
        }
    }

    private static byte @Nullable [] publicKey(String ss58) {
        try {
            return Ss58.decode(ss58);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    private static Optional<Verdict.Refused> refused(Refusal refusal, String detail) {
        return Optional.of(new Verdict.Refused(refusal, detail, refusal.next()));
    }
}
