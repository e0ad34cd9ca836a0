package dev.rigger.workers.events;

/** An event that can never be delivered as it is; the message names the field. */
final class BadEvent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadEvent(String message) {
        super(message);
    }
}
