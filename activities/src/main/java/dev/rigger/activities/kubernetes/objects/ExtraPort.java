package dev.rigger.activities.kubernetes.objects;

/**
 * A port of a job beside the standard ones.
 *
 * @param protocol {@code TCP} or {@code UDP}
 */
public record ExtraPort(int port, String protocol) {}
