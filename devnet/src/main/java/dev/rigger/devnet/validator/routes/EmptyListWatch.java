package dev.rigger.devnet.validator.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Interposer;
import dev.rigger.devnet.validator.wire.Reply;
import java.util.function.Supplier;

/** Notices on the way out that a miner is shown none of its instances, so that what it does next can be judged. */
public final class EmptyListWatch implements Interposer {
    private final Interposer inner;
    private final Platform platform;

    public EmptyListWatch(Interposer inner, Platform platform) {
        this.inner = inner;
        this.platform = platform;
    }

    @Override
    public Outcome pass(Call call, Supplier<Reply> answer) {
        Outcome outcome = inner.pass(call, answer);
        if (call.path().equals("/miner/instances/")
                && outcome instanceof Outcome.Answered(Reply reply)
                && reply.status() == 200
                && !new String(reply.body(), UTF_8).contains("data: {")) {
            call.header("x-chutes-hotkey").ifPresent(platform::shownNoInstances);
        }
        return outcome;
    }
}
