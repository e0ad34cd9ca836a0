package dev.rigger.web.idempotency;

import dev.rigger.hotkey.BodyHash;
import dev.rigger.settings.Periods;
import dev.rigger.web.answers.Refused;
import dev.rigger.web.answers.WebRole;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@value #HEADER}: a write that is sent again with its key is answered as it was the first time, for a day.
 *
 * <p>Only success is kept. When a process dies between the write and the keeping, the write happens again, which its
 * target makes harmless: every write of this interface comes to the same however often it is done.
 */
@WebRole
@Singleton
public final class OneAnswer {
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final StoredAnswers answers;
    private final Duration kept;
    private final Clock clock;

    OneAnswer(StoredAnswers answers, Periods periods, Clock clock) {
        this.answers = answers;
        this.kept = periods.answersKept();
        this.clock = clock;
    }

    /**
     * The write's answer, or the one that it got before.
     *
     * @param key null when the caller sent none: then the write is simply done
     * @throws Refused 422 when the key was used for another request, or is no key
     */
    public String of(@Nullable String key, HttpRequest<?> request, byte[] body, Supplier<String> write) {
        if (key == null) {
            return write.get();
        }
        if (!KEY.matcher(key).matches()) {
            throw Refused.unprocessable(
                    HEADER + " is not a key.",
                    "Send 1 to 200 printable ASCII characters without spaces, such as a UUID.");
        }
        String fingerprint = fingerprint(request, body);
        Instant now = clock.instant();
        Optional<StoredAnswer> before = answers.findByIdempotencyKey(key)
                .filter(answer -> answer.answeredAt().isAfter(now.minus(kept)));
        if (before.isPresent()) {
            return sameRequest(before.get(), fingerprint);
        }
        String answer = write.get();
        answers.deleteByAnsweredAtBefore(now.minus(kept));
        answers.keep(key, fingerprint, answer, now);
        return answer;
    }

    private static String sameRequest(StoredAnswer before, String fingerprint) {
        if (before.fingerprint().equals(fingerprint)) {
            return before.answer();
        }
        throw new Refused(
                HttpStatus.UNPROCESSABLE_ENTITY,
                "This " + HEADER + " was used for another request.",
                "IDEMPOTENCY_KEY_REUSED",
                "Make a new key for every request that is not a repetition.");
    }

    private static String fingerprint(HttpRequest<?> request, byte[] body) {
        String said = request.getMethodName() + " " + request.getUri() + " " + BodyHash.of(body);
        return BodyHash.of(said.getBytes(StandardCharsets.UTF_8));
    }
}
