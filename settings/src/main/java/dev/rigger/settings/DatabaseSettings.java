package dev.rigger.settings;

/** @param jdbcUrl made of {@code POSTGRESQL}, which may be {@code postgresql+asyncpg://…} or {@code postgresql://…} */
public record DatabaseSettings(String jdbcUrl, String user, Secret password, int poolSize) {}
