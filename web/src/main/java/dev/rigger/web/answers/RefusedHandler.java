package dev.rigger.web.answers;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** The one place where a {@link Refused} becomes an answer. */
@WebRole
@Singleton
final class RefusedHandler implements ExceptionHandler<Refused, HttpResponse<Detail>> {
    @Override
    public HttpResponse<Detail> handle(@SuppressWarnings("rawtypes") HttpRequest request, Refused refused) {
        return HttpResponse.<Detail>status(refused.status())
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(refused.answer());
    }
}
