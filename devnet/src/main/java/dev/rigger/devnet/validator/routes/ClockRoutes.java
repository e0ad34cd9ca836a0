package dev.rigger.devnet.validator.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.clock.Clockwork;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.clock.Span;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /devnet/clock}: what time it is here, how fast it passes, and a jump ahead. */
public final class ClockRoutes {
    private static final Duration LONGEST_JUMP = Duration.ofDays(8);

    private final DevnetClock clock;
    private final Clockwork clockwork;

    public ClockRoutes(DevnetClock clock, Clockwork clockwork) {
        this.clock = clock;
        this.clockwork = clockwork;
    }

    public void addTo(Router router) {
        router.on("GET", "/devnet/clock", call -> Reply.json(state())).on("POST", "/devnet/clock", this::set);
    }

    Map<String, Object> state() {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("now", clock.instant());
        wire.put("factor", clock.factor());
        return wire;
    }

    /** Body: {@code {"advance": "1h30m", "factor": 60}}, or one of them. */
    private Reply set(Call call) {
        JsonNode body = call.json();
        if (!body.has("advance") && !body.has("factor")) {
            throw new Refusal(
                    422,
                    "CLOCK_ORDER_EMPTY",
                    "Neither advance nor factor is given.",
                    "Send {\"advance\": \"1h\"}, {\"factor\": 60}, or both.");
        }
        if (body.has("factor")) {
            double factor = body.path("factor").asDouble();
            if (!(factor > 0 && factor <= 100_000)) {
                throw new Refusal(
                        422,
                        "CLOCK_FACTOR",
                        "The clock cannot run " + body.path("factor") + " times as fast.",
                        "Give a number over 0 and up to 100000.");
            }
            clockwork.accelerate(factor);
        }
        if (body.has("advance")) {
            clockwork.advance(Span.parse(body.path("advance").asText())
                    .filter(span -> span.compareTo(LONGEST_JUMP) <= 0)
                    .orElseThrow(() -> new Refusal(
                            422,
                            "CLOCK_ADVANCE",
                            "The clock cannot be advanced by " + body.path("advance") + ".",
                            "Write a duration of up to eight days, as in 90s, 1h30m or 2d.")));
        }
        return Reply.json(state());
    }
}
