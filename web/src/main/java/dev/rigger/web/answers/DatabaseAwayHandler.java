package dev.rigger.web.answers;

import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Without a connection to PostgreSQL there is nothing to tell; the caller tries again. */
@WebRole
@Singleton
final class DatabaseAwayHandler implements ExceptionHandler<ConnectionException, HttpResponse<Detail>> {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAwayHandler.class);

    @Override
    public HttpResponse<Detail> handle(@SuppressWarnings("rawtypes") HttpRequest request, ConnectionException away) {
        LOG.warn("{} {} needs PostgreSQL, which is away", request.getMethod(), request.getPath(), away);
        return HttpResponse.<Detail>status(HttpStatus.SERVICE_UNAVAILABLE)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(Detail.of(
                        "PostgreSQL is not reachable.",
                        "DATABASE_UNREACHABLE",
                        "Nothing was changed; try again when /health says that it is back."));
    }
}
