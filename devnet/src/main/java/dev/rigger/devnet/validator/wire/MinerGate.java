package dev.rigger.devnet.validator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RecentUses;
import dev.rigger.hotkey.ReplayGuard;
import dev.rigger.hotkey.RequestHeaders;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.hotkey.SignedRequest;
import dev.rigger.hotkey.Verdict;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lets registered miners in: verifies the signature of a request, or of a socket's authentication. */
public final class MinerGate {
    public static final int NETUID = 64;

    private final Map<String, Neuron> neurons = new LinkedHashMap<>();
    private final InstantSource clock;
    private final RequestVerifier firstVersion;
    private final RequestVerifier secondVersion;
    private final Set<String> signatureVersions;

    /** @param signatureVersions of the platform: a version that it does not know is read as the first */
    public MinerGate(Collection<String> registered, InstantSource clock, Set<String> signatureVersions) {
        this.clock = clock;
        this.signatureVersions = Set.copyOf(signatureVersions);
        registered.forEach(this::register);
        // The platform remembers nonces only in the second version of the signature.
        this.firstVersion = RequestVerifier.platform(clock, ReplayGuard.NONE);
        this.secondVersion = RequestVerifier.platform(clock, new RecentUses(clock));
    }

    /** Gives it the next free place, under a coldkey that is its alone. */
    public void register(String hotkey) {
        register(
                hotkey,
                Hotkey.fromSeed(HexFormat.of().formatHex(sha256(hotkey))).ss58());
    }

    public synchronized void register(String hotkey, String coldkey) {
        neurons.putIfAbsent(hotkey, new Neuron(neurons.size(), hotkey, coldkey, clock.instant()));
    }

    public synchronized List<String> registered() {
        return List.copyOf(new TreeSet<>(neurons.keySet()));
    }

    /** Everybody on the subnet, by place. */
    public synchronized List<Neuron> metagraph() {
        return List.copyOf(neurons.values());
    }

    public synchronized Optional<Neuron> neuron(String hotkey) {
        return Optional.ofNullable(neurons.get(hotkey));
    }

    /** The miner that signed the purpose; refuses with 401. */
    public String forPurpose(Call call, String purpose) {
        return admit(call, purpose);
    }

    /** The miner that signed the body; refuses with 401. */
    public String forBody(Call call) {
        return admit(call, null);
    }

    /** The miner that a socket authenticates as, with the headers as an object. */
    public String forSocket(Map<String, String> headers) {
        return admit(new SignedRequest(
                "GET", "/socket.io/", name -> understood(name, headers.get(name)), new byte[0], "sockets"));
    }

    private String admit(Call call, @Nullable String purpose) {
        String path = call.rawQuery().isEmpty() ? call.path() : call.path() + "?" + call.rawQuery();
        return admit(new SignedRequest(
                call.method(), path, name -> understood(name, call.header(name).orElse(null)), call.body(), purpose));
    }

    /** A version that is not understood is a header that nobody reads. */
    private @Nullable String understood(String name, @Nullable String value) {
        boolean unread = value != null
                && name.equalsIgnoreCase(RequestHeaders.SIGNATURE_VERSION)
                && !signatureVersions.contains(value);
        return unread ? null : value;
    }

    private String admit(SignedRequest request) {
        boolean second = "2".equals(request.header().apply(RequestHeaders.SIGNATURE_VERSION));
        Verdict verdict = (second ? secondVersion : firstVersion).verify(request);
        String hotkey = switch (verdict) {
            case Verdict.Accepted accepted -> accepted.signer();
            case Verdict.Refused refused -> throw new Refusal(401, refused.detail());
        };
        if (neuron(hotkey).isEmpty()) {
            throw new Refusal(401, "Hotkey is not registered on netuid " + NETUID);
        }
        return hotkey;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
