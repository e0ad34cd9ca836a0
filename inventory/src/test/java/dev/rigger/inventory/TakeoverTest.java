package dev.rigger.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.devnet.local.LocalPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A database that the reference miner made and filled, in an older version, cascades and triggers included. */
class TakeoverTest extends OnPostgres {
    @Override
    void beforeMigrations() throws SQLException {
        sql(
                """
                CREATE TABLE schema_migrations (version VARCHAR PRIMARY KEY)""",
                """
                CREATE TABLE chutes (chute_id VARCHAR PRIMARY KEY, validator VARCHAR NOT NULL, name VARCHAR,
                    image VARCHAR NOT NULL, code VARCHAR NOT NULL, filename VARCHAR NOT NULL, ref_str VARCHAR NOT NULL,
                    version VARCHAR NOT NULL, supported_gpus VARCHAR[] NOT NULL, gpu_count INTEGER NOT NULL,
                    created_at TIMESTAMPTZ DEFAULT now(), updated_at TIMESTAMPTZ DEFAULT now(), ban_reason VARCHAR)""",
                """
                CREATE TABLE servers (server_id VARCHAR PRIMARY KEY, validator VARCHAR NOT NULL,
                    name VARCHAR NOT NULL UNIQUE, ip_address VARCHAR, verification_port INTEGER, status VARCHAR,
                    created_at TIMESTAMPTZ DEFAULT now(), labels JSONB NOT NULL, seed BIGINT, gpu_count INTEGER NOT NULL,
                    cpu_per_gpu INTEGER NOT NULL, memory_per_gpu INTEGER NOT NULL, hourly_cost FLOAT NOT NULL,
                    locked BOOLEAN DEFAULT FALSE)""",
                """
                CREATE TABLE deployments (deployment_id VARCHAR PRIMARY KEY, instance_id VARCHAR,
                    validator VARCHAR NOT NULL, host VARCHAR, port INTEGER,
                    chute_id VARCHAR NOT NULL REFERENCES chutes ON DELETE CASCADE,
                    server_id VARCHAR NOT NULL REFERENCES servers ON DELETE CASCADE, version VARCHAR NOT NULL,
                    active BOOLEAN, verified_at TIMESTAMP, stub BOOLEAN, job_id VARCHAR, config_id VARCHAR,
                    created_at TIMESTAMPTZ DEFAULT now())""",
                """
                CREATE TABLE gpus (gpu_id VARCHAR PRIMARY KEY, validator VARCHAR NOT NULL,
                    server_id VARCHAR NOT NULL REFERENCES servers ON DELETE CASCADE,
                    deployment_id VARCHAR REFERENCES deployments ON DELETE SET NULL, device_info JSONB NOT NULL,
                    model_short_ref VARCHAR NOT NULL, verified BOOLEAN)""",
                """
                CREATE TABLE deployment_audit (deployment_id TEXT PRIMARY KEY, validator TEXT NOT NULL, instance_id TEXT,
                    chute_id TEXT NOT NULL, version TEXT NOT NULL, created_at TIMESTAMP NOT NULL DEFAULT now(),
                    verified_at TIMESTAMP, deleted_at TIMESTAMP)""",
                "CREATE INDEX idx_deployment_audit_ts ON deployment_audit (verified_at, deleted_at)",
                """
                CREATE FUNCTION their_audit() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
                    INSERT INTO deployment_audit (deployment_id, validator, chute_id, version)
                    VALUES (NEW.deployment_id, NEW.validator, NEW.chute_id, NEW.version); RETURN NEW; END $$""",
                "CREATE TRIGGER their_trigger AFTER INSERT ON deployments FOR EACH ROW EXECUTE FUNCTION their_audit()",
                """
                INSERT INTO chutes (chute_id, validator, image, code, filename, ref_str, version, supported_gpus, gpu_count)
                VALUES ('c', '5Validator', 'u/i:1', 'code', 'f.py', 'f:chute', 'v1', '{h200,a100}', 1)""",
                """
                INSERT INTO servers (server_id, validator, name, labels, gpu_count, cpu_per_gpu, memory_per_gpu, hourly_cost)
                VALUES ('s', '5Validator', 'gpu-0', '{"a": "b"}', 2, 1, 1, 2)""",
                """
                INSERT INTO deployments (deployment_id, validator, chute_id, server_id, version, active, verified_at, stub,
                    instance_id)
                VALUES ('active', '5Validator', 'c', 's', 'v1', TRUE, '2026-02-01 12:00:00', FALSE, 'i1'),
                    ('verified', '5Validator', 'c', 's', 'v1', FALSE, '2026-02-01 12:00:00', FALSE, 'i2'),
                    ('created', '5Validator', 'c', 's', 'v1', NULL, NULL, FALSE, NULL),
                    ('stub', '5Validator', 'c', 's', 'v1', FALSE, NULL, TRUE, NULL)""",
                """
                INSERT INTO gpus VALUES ('g0', '5Validator', 's', 'active', '{"memory": 1}', 'h200', TRUE),
                    ('g1', '5Validator', 's', NULL, '{}', 'h200', NULL)""");
    }

    @Test
    void openDeploymentsGetTheirPhaseAndKeepTheirTimes() {
        Deployments deployments = bean(Deployments.class);
        assertThat(deployments.byId("active").orElseThrow().phase()).isEqualTo("ACTIVE");
        assertThat(deployments.byId("active").orElseThrow().verifiedAt())
                .isEqualTo(Instant.parse("2026-02-01T12:00:00Z"));
        assertThat(deployments.byId("verified").orElseThrow().phase()).isEqualTo("VERIFIED");
        assertThat(deployments.byId("created").orElseThrow().phase()).isEqualTo("CREATED");
        assertThat(deployments.byId("stub").orElseThrow().phase()).isEqualTo("RESERVED");
        assertThat(deployments.byId("created").orElseThrow().active()).isFalse();
    }

    @Test
    void everyRowReadsAsOurs() {
        Server server = bean(Servers.class).byName("gpu-0").orElseThrow();
        assertThat(server.state()).isEqualTo("READY");
        assertThat(server.locked()).isFalse();
        Chute chute = bean(Chutes.class).byId("c").orElseThrow();
        assertThat(chute.supportedGpus()).containsExactly("h200", "a100");
        assertThat(chute.preemptible()).isTrue();
        assertThat(bean(Gpus.class).ofServer("s")).extracting(Gpu::verified).containsExactly(true, false);
    }

    @Test
    void nothingCascadesAnyMore() {
        assertThatThrownBy(() -> sql("DELETE FROM servers WHERE server_id = 's'"))
                .hasMessageContaining("foreign key");
        assertThatThrownBy(() -> sql("DELETE FROM chutes WHERE chute_id = 'c'")).hasMessageContaining("foreign key");
        assertThatThrownBy(() -> sql("DELETE FROM deployments WHERE deployment_id = 'active'"))
                .hasMessageContaining("foreign key");
    }

    @Test
    void theAuditTrailGoesOnWithoutTheOldTriggers() throws SQLException {
        Reservations reservations = bean(Reservations.class);
        reservations.reserve(Sample.deployment("new", "c", "s"), List.of("g1"));
        bean(Deployments.class).setInstance("new", "i9", Sample.NOW, null, null, Sample.NOW);
        reservations.release("new", "CANCELLED");

        assertThat(ask("SELECT instance_id || ' ' || verified_at || ' ' || (deleted_at IS NOT NULL) "
                        + "FROM deployment_audit WHERE deployment_id = 'new'"))
                .isEqualTo("i9 2026-03-01 10:00:00.123456 true");
    }

    @Test
    void migratingAgainChangesNothing() throws SQLException {
        String before = ask("SELECT count(*) FROM flyway_schema_history");
        PGSimpleDataSource plain = new PGSimpleDataSource();
        plain.setUrl(postgres.jdbcUrl());
        plain.setUser(LocalPostgres.USER);
        Migrations.migrate(plain);
        assertThat(ask("SELECT count(*) FROM flyway_schema_history")).isEqualTo(before);
    }
}
