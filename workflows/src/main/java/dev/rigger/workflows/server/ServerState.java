package dev.rigger.workflows.server;

public record ServerState(boolean deleting, int deploymentsLeft, String waitingFor) {}
