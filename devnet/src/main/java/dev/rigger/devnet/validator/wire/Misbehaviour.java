package dev.rigger.devnet.validator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a fault does to a call's answer. Faults never touch the operator's own routes. */
final class Misbehaviour {
    private static final String OPERATOR_ROUTES = "/devnet/";

    private final Faults faults;

    Misbehaviour(Faults faults) {
        this.faults = faults;
    }

    Optional<Fault> of(Call call) {
        return call.path().startsWith(OPERATOR_ROUTES) ? Optional.empty() : faults.hitting(call.method(), call.path());
    }

    /** The answer that takes the real one's place; nothing was done then. */
    Optional<Reply> instead(Fault fault) {
        if (fault.delayMs() != null) {
            pause(fault.delayMs());
        }
        return Optional.ofNullable(fault.status()).map(status -> Reply.refusal(status, "Injected by the operator."));
    }

    Reply spoil(Fault fault, Reply reply) {
        if (reply.list() == Reply.Shape.SINGLE) {
            return reply;
        }
        if (fault.emptyList()) {
            byte[] nothing = reply.list() == Reply.Shape.ARRAY ? "[]".getBytes(UTF_8) : new byte[0];
            return new Reply(reply.status(), reply.contentType(), nothing, reply.list());
        }
        if (fault.noItems()) {
            return new Reply(reply.status(), reply.contentType(), Reply.NO_ITEMS, reply.list());
        }
        if (fault.keepShare() != null && reply.list() == Reply.Shape.EVENT_LINES) {
            return firstOf(reply, fault.keepShare());
        }
        return reply;
    }

    void send(HttpExchange exchange, Reply reply, Optional<Fault> fault) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        if (fault.isPresent() && fault.get().truncate()) {
            exchange.sendResponseHeaders(reply.status(), Math.max(1, reply.body().length));
            exchange.getResponseBody().write(reply.body(), 0, reply.body().length / 2);
            exchange.getResponseBody().flush();
            return;
        }
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        if (reply.body().length > 0) {
            exchange.getResponseBody().write(reply.body());
        }
    }

    private static Reply firstOf(Reply reply, double share) {
        List<String> items = Arrays.asList(new String(reply.body(), UTF_8).split("(?<=\n\n)", -1)).stream()
                .filter(item -> !item.isEmpty())
                .toList();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        items.subList(0, (int) Math.floor(items.size() * share)).forEach(item -> kept.writeBytes(item.getBytes(UTF_8)));
        return new Reply(reply.status(), reply.contentType(), kept.toByteArray(), reply.list());
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "Stopping.");
        }
    }
}
