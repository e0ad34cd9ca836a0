package dev.rigger.devnet.validator.faults;

import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Interposer;
import dev.rigger.devnet.validator.wire.Reply;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Strikes HTTP calls with the faults that stand. The operator's own routes are spared, or nobody could end a fault. */
public final class HttpFaults implements Interposer {
    private static final String OPERATOR_ROUTES = "/devnet/";

    private final Faults faults;
    private final Spoiling spoiling;

    public HttpFaults(Faults faults, PastVersions past) {
        this.faults = faults;
        this.spoiling = new Spoiling(past, faults);
    }

    private record Strike(Fault fault, FaultKind kind) {}

    @Override
    public Outcome pass(Call call, Supplier<Reply> answer) {
        if (call.path().startsWith(OPERATOR_ROUTES)) {
            return new Outcome.Answered(answer.get());
        }
        List<Strike> strikes = faults.onCall(call.method(), call.path()).stream()
                .flatMap(fault -> fault.kinds().stream().map(kind -> new Strike(fault, kind)))
                .toList();
        strikes.stream()
                .filter(strike -> strike.kind() == FaultKind.SLOW)
                .forEach(strike -> faults.pause(strike.fault().delayOf(FaultKind.SLOW)));
        for (Strike strike : strikes) {
            if (strike.kind().replaces()) {
                return instead(strike);
            }
        }
        return spoiled(strikes, answer.get());
    }

    private Outcome instead(Strike strike) {
        if (strike.kind() == FaultKind.HANG) {
            faults.hang(strike.fault().delayOf(FaultKind.HANG));
        }
        return strike.kind()
                .status()
                .<Outcome>map(status -> new Outcome.Answered(refusal(status, strike.fault())))
                .orElseGet(Outcome.TornDown::new);
    }

    private static Reply refusal(int status, Fault fault) {
        Reply reply = Reply.refusal(status, "Injected by the operator.");
        boolean asksToWait = status == 429 || status == 503;
        return asksToWait
                ? reply.with(
                        Map.of("Retry-After", Long.toString(fault.retryAfter().toSeconds())))
                : reply;
    }

    private Outcome spoiled(List<Strike> strikes, Reply right) {
        Reply reply = right;
        boolean cut = false;
        for (Strike strike : strikes) {
            if (strike.kind() == FaultKind.LOST_ANSWER) {
                return new Outcome.TornDown();
            }
            cut |= strike.kind() == FaultKind.TRUNCATED;
            reply = spoiling.spoil(strike.fault(), strike.kind(), reply);
        }
        return cut ? new Outcome.CutShort(reply, reply.body().length / 2) : new Outcome.Answered(reply);
    }
}
