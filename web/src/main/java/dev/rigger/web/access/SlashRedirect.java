package dev.rigger.web.access;

import dev.rigger.web.answers.WebRole;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The list of servers lives at {@code /servers/}; clients that leave the slash away are sent there, method and all. */
@WebRole
@ServerFilter("/servers")
final class SlashRedirect {
    @PreMatching
    @RequestFilter
    @Nullable
    HttpResponse<?> redirect(HttpRequest<?> request) {
        URI uri = request.getUri();
        if (!"/servers".equals(uri.getRawPath())) {
            return null;
        }
        String query = uri.getRawQuery();
        return HttpResponse.temporaryRedirect(URI.create("/servers/" + (query == null ? "" : "?" + query)));
    }
}
