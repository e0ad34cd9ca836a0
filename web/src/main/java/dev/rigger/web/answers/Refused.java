package dev.rigger.web.answers;

import io.micronaut.http.HttpStatus;

/** A request that is answered with anything but success: what is the matter, a stable code, what to do next. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final Detail answer;

    public Refused(HttpStatus status, String what, String code, String next) {
        super(what);
        this.status = status;
        this.answer = Detail.of(what, code, next);
    }

    public static Refused unprocessable(String what, String next) {
        return new Refused(HttpStatus.UNPROCESSABLE_ENTITY, what, "REQUEST_INVALID", next);
    }

    public HttpStatus status() {
        return status;
    }

    public Detail answer() {
        return answer;
    }
}
