package dev.rigger.devnet.validator.platform.rules;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A version of the protocol that a real platform spoke at some time; named by year and order. */
public enum ProtocolProfile {
    P25,
    P26A,
    P26B,
    P26C;

    /** As it is written in files and options: {@code p26b}. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static ProtocolProfile of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
