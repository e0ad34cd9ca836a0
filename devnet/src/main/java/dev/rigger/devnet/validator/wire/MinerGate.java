package dev.rigger.devnet.validator.wire;

import dev.rigger.hotkey.RecentUses;
import dev.rigger.hotkey.ReplayGuard;
import dev.rigger.hotkey.RequestHeaders;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.hotkey.SignedRequest;
import dev.rigger.hotkey.Verdict;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** Lets registered miners in: verifies the signature of a request, or of a socket's authentication. */
public final class MinerGate {
    public static final int NETUID = 64;

    private final Set<String> registered = new ConcurrentSkipListSet<>();
    private final RequestVerifier firstVersion;
    private final RequestVerifier secondVersion;

    public MinerGate(Collection<String> registered, InstantSource clock) {
        this.registered.addAll(registered);
        // The platform remembers nonces only in the second version of the signature.
        this.firstVersion = RequestVerifier.platform(clock, ReplayGuard.NONE);
        this.secondVersion = RequestVerifier.platform(clock, new RecentUses(clock));
    }

    public void register(String hotkey) {
        registered.add(hotkey);
    }

    public List<String> registered() {
        return List.copyOf(new TreeSet<>(registered));
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
        return admit(new SignedRequest("GET", "/socket.io/", headers::get, new byte[0], "sockets"));
    }

    private String admit(Call call, @Nullable String purpose) {
        String path = call.rawQuery().isEmpty() ? call.path() : call.path() + "?" + call.rawQuery();
        return admit(
                new SignedRequest(call.method(), path, name -> call.header(name).orElse(null), call.body(), purpose));
    }

    private String admit(SignedRequest request) {
        boolean second = "2".equals(request.header().apply(RequestHeaders.SIGNATURE_VERSION));
        Verdict verdict = (second ? secondVersion : firstVersion).verify(request);
        String hotkey = switch (verdict) {
            case Verdict.Accepted accepted -> accepted.signer();
            case Verdict.Refused refused -> throw new Refusal(401, refused.detail());
        };
        if (!registered.contains(hotkey)) {
            throw new Refusal(401, "Hotkey is not registered on netuid " + NETUID);
        }
        return hotkey;
    }
}
