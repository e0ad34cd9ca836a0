package dev.rigger.web.access;

import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.hotkey.SignedRequest;
import dev.rigger.hotkey.Verdict;
import dev.rigger.settings.WebSettings;
import dev.rigger.web.answers.Refused;
import dev.rigger.web.answers.WebRole;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteInfo;
import java.util.Optional;

/** Verifies the signature over the raw bytes before anything looks into them. */
@WebRole
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class SignatureFilter {
    private final RequestVerifier verifier;
    private final WebSettings settings;

    SignatureFilter(RequestVerifier verifier, WebSettings settings) {
        this.verifier = verifier;
        this.settings = settings;
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void check(HttpRequest<?> request) {
        Optional<RouteInfo<?>> route = RouteAttributes.getRouteInfo(request);
        if (route.isEmpty()) {
            return; // nothing answers there, so there is nothing to guard
        }
        AnnotationMetadata declared = route.get().getAnnotationMetadata();
        if (declared.hasAnnotation(Open.class)) {
            return;
        }
        String purpose = declared.hasAnnotation(Signed.class)
                ? declared.stringValue(Signed.class).orElse(Signed.MANAGEMENT)
                : "";
        if (purpose.isEmpty()) {
            throw new Refused(
                    HttpStatus.UNAUTHORIZED,
                    "This route is closed.",
                    "ROUTE_CLOSED",
                    "The routes that may be called are listed in /openapi.json.");
        }
        int most = declared.booleanValue(Signed.class, "push").orElse(false)
                ? settings.maxPushBytes()
                : settings.maxBodyBytes();
        refuseLonger(request.getContentLength(), most);
        byte[] body = RawBody.of(request);
        refuseLonger(body.length, most);
        Verdict verdict = verifier.verify(new SignedRequest(
                request.getMethodName(),
                request.getUri().toString(),
                name -> request.getHeaders().get(name),
                body,
                purpose));
        if (verdict instanceof Verdict.Refused refused) {
            throw new Refused(
                    HttpStatus.UNAUTHORIZED, refused.detail(), refused.refusal().name(), refused.next());
        }
    }

    private static void refuseLonger(long bytes, int most) {
        if (bytes > most) {
            throw new Refused(
                    HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                    "The body is too large.",
                    "BODY_TOO_LARGE",
                    "Send less; no request of this route needs that much.");
        }
    }
}
