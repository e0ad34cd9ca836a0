package dev.rigger.web.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.CloseableAvailableByteBody;
import io.micronaut.http.body.CloseableByteBody;
import java.util.concurrent.CompletionException;

/** A request's body as it came: the very bytes that were signed. */
public final class RawBody {
    private RawBody() {}

    /** Waits for all of it; empty when there is none. It may be asked for more than once. */
    public static byte[] of(HttpRequest<?> request) {
        if (!(request instanceof ServerHttpRequest<?> received)) {
            throw new IllegalStateException("not a request that this server received: " + request.getClass());
        }
        try (CloseableByteBody copy = received.byteBody().split(ByteBody.SplitBackpressureMode.FASTEST);
                CloseableAvailableByteBody all = copy.buffer().join()) {
            return all.toByteArray();
        } catch (CompletionException broken) {
            // Too large, or the client went away: the framework knows the answer to its own exception.
            throw broken.getCause() instanceof RuntimeException known ? known : broken;
        }
    }
}
