package dev.rigger.web.answers;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/**
 * What the framework refuses by itself, in the form of our own refusals. Nothing of an unplanned exception is shown: its
 * message may carry anything, and the log has it.
 */
@WebRole
@Primary
@Singleton
final class FrameworkErrors implements ErrorResponseProcessor<Detail> {
    @Override
    public MutableHttpResponse<Detail> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpStatus status = response.status();
        Detail detail = switch (status) {
            case NOT_FOUND -> Detail.of("Not Found", "ROUTE_UNKNOWN", "The routes are listed in /openapi.json.");
            case METHOD_NOT_ALLOWED ->
                Detail.of("Method Not Allowed", "METHOD_UNKNOWN", "The routes are listed in /openapi.json.");
            case REQUEST_ENTITY_TOO_LARGE ->
                Detail.of(
                        "The body is too large.",
                        "BODY_TOO_LARGE",
                        "Send less; no request of this interface needs that much.");
            case SERVICE_UNAVAILABLE ->
                Detail.of(
                        "Something that this request needs is away.",
                        "DEPENDENCY_UNREACHABLE",
                        "Ask /health which one, and try again when it is back.");
            default ->
                status.getCode() >= 500
                        ? Detail.of(
                                "Something went wrong that nobody planned.",
                                "INTERNAL",
                                "The process's log has the cause; the request may be sent again.")
                        : Detail.of(
                                status.getReason(),
                                "REQUEST_INVALID",
                                "The routes and their bodies are described in /openapi.json.");
        };
        return response.body(detail).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
