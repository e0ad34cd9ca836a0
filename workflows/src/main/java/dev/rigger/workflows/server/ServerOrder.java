package dev.rigger.workflows.server;

import java.time.Duration;

/** @param drainReport how often a long drain is reported */
public record ServerOrder(String serverName, String serverId, String validator, Duration drainReport) {}
