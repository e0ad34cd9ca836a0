package dev.rigger.web.monitor;

import dev.rigger.web.answers.Detail;
import dev.rigger.web.answers.WebRole;
import io.lettuce.core.RedisException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What agents pushed is in Redis alone; while it is away they are told so, and tell everything again afterwards. */
@WebRole
@Singleton
final class RedisAwayHandler implements ExceptionHandler<RedisException, HttpResponse<Detail>> {
    private static final Logger LOG = LoggerFactory.getLogger(RedisAwayHandler.class);

    @Override
    public HttpResponse<Detail> handle(@SuppressWarnings("rawtypes") HttpRequest request, RedisException away) {
        LOG.warn("{} {} needs Redis (REDIS_UNREACHABLE): {}", request.getMethod(), request.getPath(), away.toString());
        return HttpResponse.<Detail>status(HttpStatus.SERVICE_UNAVAILABLE)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(Detail.of(
                        "Redis is not reachable.",
                        "REDIS_UNREACHABLE",
                        "Nothing was changed; send it again when /health says that it is back."));
    }
}
