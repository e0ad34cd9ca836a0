package dev.rigger.activities.validator.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rigger.activities.validator.wire.ArrayItems;
import dev.rigger.activities.validator.wire.Ask;
import dev.rigger.activities.validator.wire.BodyReader;
import dev.rigger.activities.validator.wire.BoundedJson;
import dev.rigger.activities.validator.wire.Completeness;
import dev.rigger.activities.validator.wire.EventLines;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.activities.validator.wire.Reply;
import dev.rigger.activities.validator.wire.Trouble;
import dev.rigger.activities.validator.wire.ValidatorHttp;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shapes in which the platform answers: lists of lines, arrays, single objects, refusals with a detail. */
final class Answers {
    static final String MINER = "miner";
    private static final int MOST_LOOKS = 2;

    private final ValidatorHttp http;

    Answers(ValidatorHttp http) {
        this.http = http;
    }

    ValidatorHttp http() {
        return http;
    }

    /** A list of event lines; one that broke off is asked for once more. */
    <T> Listing<T> lines(String path, Function<JsonNode, @Nullable T> mapper) {
        return patient(Ask.get(path, MINER), () -> new EventLines<T>(mapper));
    }

    <T> Listing<T> array(Ask ask, Function<JsonNode, @Nullable T> mapper) {
        return patient(ask, () -> new ArrayItems<T>(mapper));
    }

    <T> Listing<T> array(Ask ask, String field, Function<JsonNode, @Nullable T> mapper) {
        return patient(ask, () -> new ArrayItems<T>(field, mapper));
    }

    private <T> Listing<T> patient(Ask ask, Supplier<BodyReader<Listing<T>>> reader) {
        Listing<T> listing = list(ask, reader);
        for (int look = 1; look < MOST_LOOKS && listing.completeness() == Completeness.TRUNCATED; look++) {
            listing = list(ask, reader);
        }
        return listing;
    }

    /** A reader keeps what it read, so every attempt has one of its own. */
    private <T> Listing<T> list(Ask ask, Supplier<BodyReader<Listing<T>>> reader) {
        try {
            return http.stream(ask, (status, body) -> reader.get().read(status, body));
        } catch (ValidatorUnreachable e) {
            return Listing.without(Completeness.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    Reply reply(Ask ask) {
        return http.ask(ask);
    }

    Reply reply(Ask ask, Duration patience) {
        return http.ask(ask, patience);
    }

    /** The object of an answer that has to be a 2xx. */
    JsonNode json(Ask ask) {
        return json(expectOk(ask, reply(ask)));
    }

    /** 404 is as good as success. */
    Removal removal(Ask ask) {
        Reply reply = reply(ask);
        if (reply.ok()) {
            return Removal.DONE;
        }
        if (reply.status() == 404) {
            return Removal.WAS_GONE;
        }
        throw unexpected(ask, reply);
    }

    static Reply expectOk(Ask ask, Reply reply) {
        if (!reply.ok()) {
            throw unexpected(ask, reply);
        }
        return reply;
    }

    /** A refusal where the protocol has none: somebody's clock, key or proxy; worth trying again later. */
    static ValidatorUnreachable unexpected(Ask ask, Reply reply) {
        return new ValidatorUnreachable(
                Trouble.UNEXPECTED_STATUS, ask + " was answered " + reply.status() + ": " + why(reply));
    }

    static ValidatorUnreachable unreadable(String what) {
        return new ValidatorUnreachable(Trouble.ANSWER_UNREADABLE, what);
    }

    static JsonNode json(Reply reply) {
        try {
            byte[] bytes = reply.body().getBytes(UTF_8);
            return BoundedJson.read(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw unreadable("An answer is not JSON");
        }
    }

    /** The platform's own words, shortened. */
    static String why(Reply reply) {
        JsonNode json;
        try {
            byte[] bytes = reply.body().getBytes(UTF_8);
            json = BoundedJson.read(bytes, 0, bytes.length);
        } catch (IOException e) {
            json = MissingNode.getInstance();
        }
        JsonNode detail = json.path("detail");
        return Fields.shortened(detail.isTextual() ? detail.asText() : reply.body());
    }

    static String encoded(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }
}
