package dev.rigger.activities.validator.api;

/** Answer to {@code POST /servers/}; {@code why} is the platform's own words. */
public sealed interface ServerAnswer {
    /** 201: attested and registered; there is nothing to wait for. */
    record Registered() implements ServerAnswer {}

    /** 409: the address or a GPU is known already. */
    record AlreadyKnown(String why) implements ServerAnswer {}

    /** 403: blacklisted, or the attestation was not believed. */
    record Forbidden(String why) implements ServerAnswer {}

    /** Anything else: it cannot go through as it is. */
    record Refused(int status, String why) implements ServerAnswer {}
}
