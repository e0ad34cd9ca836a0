package dev.rigger.devnet.validator.platform;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A port of a pod and where it is reached from outside. */
public record PortMapping(
        String proto,
        int internalPort,
        int externalPort,
        @JsonProperty("default") boolean standard) {}
