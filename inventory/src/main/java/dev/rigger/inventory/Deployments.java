package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.micronaut.transaction.annotation.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Table {@code deployments}: a row lives from reservation until release. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Deployments extends GenericRepository<Deployment, String> {
    @Query("SELECT * FROM deployments ORDER BY created_at, deployment_id")
    List<Deployment> all();

    @Query("SELECT * FROM deployments WHERE validator = :validator ORDER BY created_at, deployment_id")
    List<Deployment> ofValidator(String validator);

    @Query("SELECT * FROM deployments WHERE server_id = :serverId ORDER BY created_at, deployment_id")
    List<Deployment> ofServer(String serverId);

    @Query("SELECT * FROM deployments WHERE chute_id = :chuteId ORDER BY created_at, deployment_id")
    List<Deployment> ofChute(String chuteId);

    @Query("SELECT * FROM deployments WHERE deployment_id = :deploymentId")
    Optional<Deployment> byId(String deploymentId);

    /** Does the work while nobody else can change the row; empty when there is none. It holds a connection meanwhile. */
    @Transactional
    default <R> Optional<R> holding(String deploymentId, Function<Deployment, R> work) {
        return lock(deploymentId).map(work);
    }

    @Query("SELECT deployment_id FROM deployments")
    Set<String> ids();

    /** Of these, those whose row is open. */
    default Set<String> open(Collection<String> deploymentIds) {
        return deploymentIds.isEmpty() ? Set.of() : openAmong(Rows.json(List.copyOf(deploymentIds)));
    }

    /** Of these, those that were ever reserved here, open or over. */
    default Set<String> everKnown(Collection<String> deploymentIds) {
        return deploymentIds.isEmpty() ? Set.of() : audited(Rows.json(List.copyOf(deploymentIds)));
    }

    @Query("""
        SELECT deployment_id FROM deployments
        WHERE deployment_id IN (SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))\
        """)
    Set<String> openAmong(String ids);

    @Query("""
        SELECT deployment_id FROM deployment_audit
        WHERE deployment_id IN (SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))\
        """)
    Set<String> audited(String ids);

    /** Instances of a validator's deployments that were begun before then and that nobody is ending. */
    @Query("""
        SELECT instance_id FROM deployments
        WHERE validator = :validator AND instance_id IS NOT NULL AND created_at < :begunBefore
            AND phase NOT IN ('DRAINING', 'HELD', 'GONE')""")
    Set<String> claimedInstances(String validator, Instant begunBefore);

    /** Of these instance and config ids, those of deployments that are over. */
    default Set<String> over(Collection<String> claims) {
        return claims.isEmpty() ? Set.of() : overAmong(Rows.json(List.copyOf(claims)));
    }

    @Query("""
        SELECT claim FROM jsonb_array_elements_text(CAST(:claims AS jsonb)) claim
        WHERE EXISTS (SELECT 1 FROM deployment_audit WHERE instance_id = claim AND deleted_at IS NOT NULL)
            OR EXISTS (SELECT 1 FROM deployment_audit WHERE config_id = claim AND deleted_at IS NOT NULL)\
        """)
    Set<String> overAmong(String claims);

    @Query("SELECT EXISTS (SELECT 1 FROM deployments WHERE chute_id = :chuteId AND version = :version)")
    boolean anyOf(String chuteId, String version);

    @Query("SELECT * FROM deployments WHERE deployment_id = :deploymentId FOR UPDATE")
    Optional<Deployment> lock(String deploymentId);

    /** Why a deployment that was released ended. */
    @Query("SELECT reason FROM deployment_audit WHERE deployment_id = :deploymentId AND deleted_at IS NOT NULL")
    Optional<String> endOf(String deploymentId);

    @Query("SELECT * FROM deployments WHERE config_id = :configId ORDER BY created_at DESC LIMIT 1")
    Optional<Deployment> byConfigId(String configId);

    @Query("SELECT * FROM deployments WHERE job_id = :jobId ORDER BY created_at DESC LIMIT 1")
    Optional<Deployment> byJobId(String jobId);

    @Query("SELECT * FROM deployments WHERE instance_id = :instanceId ORDER BY created_at DESC LIMIT 1")
    Optional<Deployment> byInstanceId(String instanceId);

    @Query("UPDATE deployments SET config_id = :configId WHERE deployment_id = :deploymentId")
    void setConfigId(String deploymentId, String configId);

    /** Host, first node port and the end of being a stub: the workload exists. */
    @Query("UPDATE deployments SET host = :host, port = :port, stub = FALSE WHERE deployment_id = :deploymentId")
    void setEndpoint(String deploymentId, @Nullable String host, int port);

    @Query("UPDATE deployments SET phase = :phase, reason = :reason WHERE deployment_id = :deploymentId")
    void setPhase(String deploymentId, String phase, @Nullable String reason);

    /** Writes phase and reason where the row's phase is one of {@code from}, joined by commas. */
    @Query("""
        UPDATE deployments SET phase = :phase, reason = coalesce(CAST(:reason AS varchar), reason)
        WHERE deployment_id = :deploymentId AND phase = ANY (string_to_array(:from, ','))\
        """)
    void advance(String deploymentId, String phase, @Nullable String reason, String from);

    /** What the cluster said of it, for people; the audit trail keeps it beyond the row's end. */
    @Query("UPDATE deployment_audit SET detail = :detail WHERE deployment_id = :deploymentId")
    void setDetail(String deploymentId, @Nullable String detail);

    /** What the cluster said last of a deployment, open or over. */
    @Query("SELECT detail FROM deployment_audit WHERE deployment_id = :deploymentId AND detail IS NOT NULL")
    Optional<String> detailOf(String deploymentId);

    /** Of all open deployments of which the cluster said something. */
    @Query("""
        SELECT a.deployment_id, a.detail FROM deployment_audit a JOIN deployments d USING (deployment_id)
        WHERE a.detail IS NOT NULL\
        """)
    List<DeploymentDetail> details();

    /** Sets what is null and never moves a time backwards; {@code heardAt} is when we came to know of it. */
    @Query("""
        UPDATE deployments SET instance_id = coalesce(instance_id, CAST(:instanceId AS varchar)),
            verified_at = coalesce(verified_at, CAST(:verifiedAt AS timestamptz)),
            activated_at = coalesce(activated_at, CAST(:activatedAt AS timestamptz)),
            active = coalesce(CAST(:active AS boolean), active),
            claimed_at = coalesce(claimed_at, CAST(:heardAt AS timestamptz))
        WHERE deployment_id = :deploymentId\
        """)
    void setInstance(
            String deploymentId,
            @Nullable String instanceId,
            @Nullable Instant verifiedAt,
            @Nullable Instant activatedAt,
            @Nullable Boolean active,
            Instant heardAt);

    /** Of a validator's, those whose instance we came to know of then or later: a list of that time may lack it. */
    @Query("SELECT deployment_id FROM deployments WHERE validator = :validator AND claimed_at >= :since")
    Set<String> claimedSince(String validator, Instant since);
}
