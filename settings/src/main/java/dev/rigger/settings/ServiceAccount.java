package dev.rigger.settings;

import java.nio.file.Path;

/**
 * Who we are in the cluster around us; the files are absent outside of one.
 *
 * @param token {@code SERVICE_ACCOUNT_TOKEN_PATH}
 * @param ca {@code SERVICE_ACCOUNT_CA_PATH}
 */
public record ServiceAccount(Path token, Path ca) {}
