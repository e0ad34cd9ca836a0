package dev.rigger.devnet.cluster.store;

/** A request the API server refuses, with the HTTP status and the machine-readable reason of a Kubernetes Status. */
public final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    public ApiRefusal(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
    }

    static ApiRefusal notFound(Kind kind, String name) {
        return new ApiRefusal(404, "NotFound", kind.plural() + " \"" + name + "\" not found");
    }

    static ApiRefusal alreadyExists(Kind kind, String name) {
        return new ApiRefusal(409, "AlreadyExists", kind.plural() + " \"" + name + "\" already exists");
    }

    static ApiRefusal stale(Kind kind, String name) {
        return new ApiRefusal(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + kind.plural() + " \"" + name
                        + "\": the object has been modified; read it again and apply the change to what it is now");
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
