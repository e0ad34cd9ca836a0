package dev.rigger.app;

import dev.rigger.settings.DatabaseSettings;
import dev.rigger.settings.Settings;
import dev.rigger.temporal.NamespaceNotPermitted;
import dev.rigger.temporal.TemporalUnreachable;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A control-plane process: the beans of its roles, wired and running until closed. */
final class ControlPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final ApplicationContext context;

    private ControlPlane(ApplicationContext context) {
        this.context = context;
    }

    /**
     * @param promote whether a versioned worker makes its version current
     * @throws StartRefused when the database is away
     */
    static ControlPlane start(Settings settings, Set<Role> roles, boolean promote) {
        ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .singletons(settings)
                .properties(properties(settings, roles, promote))
                .build();
        try {
            context.start();
            if (roles.contains(Role.WEB)) {
                context.getBean(EmbeddedServer.class).start();
            }
        } catch (RuntimeException failure) {
            context.close();
            throw explained(failure, settings.database());
        }
        LOG.info("{} of {} ready", roles, settings.miner().ss58());
        return new ControlPlane(context);
    }

    private static Map<String, Object> properties(Settings settings, Set<Role> roles, boolean promote) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("micronaut.application.name", "rigger");
        properties.put("rigger.role.worker", roles.contains(Role.WORKER));
        properties.put("rigger.role.web", roles.contains(Role.WEB));
        properties.put("rigger.worker.promote", promote);
        properties.put("micronaut.server.host", settings.web().host());
        properties.put("micronaut.server.port", settings.web().port());
        DatabaseSettings database = settings.database();
        properties.put("datasources.default.url", database.jdbcUrl());
        properties.put("datasources.default.username", database.user());
        properties.put("datasources.default.password", database.password().reveal());
        properties.put("datasources.default.driver-class-name", "org.postgresql.Driver");
        properties.put("datasources.default.maximum-pool-size", database.poolSize());
        properties.put("datasources.default.minimum-idle", 2);
        properties.put("datasources.default.connection-timeout", 3_000);
        properties.put("datasources.default.validation-timeout", 1_000);
        properties.put("flyway.datasources.default.enabled", true);
        return properties;
    }

    /** Somewhere below may lie the one cause that an operator can mend; everything else stays as it is. */
    private static RuntimeException explained(RuntimeException failure, DatabaseSettings database) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TemporalUnreachable || cause instanceof NamespaceNotPermitted) {
                return new StartRefused(1, cause);
            }
            if (cause instanceof SQLException away && isConnectionTrouble(away)) {
                return new StartRefused(
                        1,
                        "PostgreSQL at " + database.jdbcUrl() + " cannot be used: " + away.getMessage(),
                        "DATABASE_UNREACHABLE",
                        "Check that it runs and that POSTGRESQL names it, with the right user and password.",
                        failure);
            }
        }
        return failure;
    }

    /** SQL states of class 08 are about the connection, 28 about the login, 3D about the database's name. */
    private static boolean isConnectionTrouble(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("28") || state.startsWith("3D"));
    }

    @Override
    public void close() {
        context.close();
    }
}
