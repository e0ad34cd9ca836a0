package dev.rigger.devnet.validator.platform;

import java.util.List;

/** A kind of job that a chute offers; {@code ports} are opened on its pod beside 8000 and 8001. */
public record ChuteJob(String name, List<Port> ports) {
    /** @param proto {@code tcp}, {@code udp} or {@code http} */
    public record Port(String name, int port, String proto) {}
}
