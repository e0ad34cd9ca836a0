package dev.rigger.settings;

/** @param port {@code PORT} */
public record WebSettings(String host, int port, int maxBodyBytes) {}
