package dev.rigger.graval;

/** An expected refusal on its way to the one place that turns it into an answer. */
final class HttpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String next;

    HttpRefusal(int status, String what, String code, String next) {
        super(what, null, false, false);
        this.status = status;
        this.code = code;
        this.next = next;
    }

    int status() {
        return status;
    }

    String what() {
        return String.valueOf(getMessage());
    }

    String code() {
        return code;
    }

    String next() {
        return next;
    }
}
