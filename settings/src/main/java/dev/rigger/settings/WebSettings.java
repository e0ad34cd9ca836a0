package dev.rigger.settings;

/**
 * @param port {@code PORT}
 * @param maxPushBytes of an agent's push, which has all objects of a cluster in it
 */
public record WebSettings(String host, int port, int maxBodyBytes, int maxPushBytes) {}
