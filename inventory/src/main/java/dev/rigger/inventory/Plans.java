package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.micronaut.transaction.annotation.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables {@code plans} and {@code planned_launches}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Plans extends GenericRepository<StoredPlan, String> {
    @Query("SELECT * FROM plans WHERE plan_id = :planId")
    Optional<StoredPlan> byId(String planId);

    @Query("SELECT * FROM plans WHERE validator = :validator ORDER BY made_at DESC LIMIT 1")
    Optional<StoredPlan> latest(String validator);

    @Query("SELECT * FROM plans ORDER BY made_at DESC LIMIT 1")
    Optional<StoredPlan> latest();

    /** The newest first. */
    @Query("SELECT plan_id, validator, made_at, summary FROM plans ORDER BY made_at DESC, plan_id LIMIT :limit")
    List<PlanSummary> summaries(int limit);

    @Query("SELECT * FROM planned_launches WHERE plan_id = :planId ORDER BY launch_index")
    List<PlannedLaunch> launchesOf(String planId);

    /** The launch that this deployment came from. */
    @Query("SELECT * FROM planned_launches WHERE deployment_id = :deploymentId")
    Optional<PlannedLaunch> launchOf(String deploymentId);

    /** Stores both in one transaction; a plan of that id that exists already stays as it is. */
    @Transactional
    default void store(StoredPlan plan, List<PlannedLaunch> launches) {
        int written =
                insert(plan.planId(), plan.validator(), plan.madeAt(), plan.snapshot(), plan.plan(), plan.summary());
        if (written > 0) {
            launches.forEach(this::insert);
        }
    }

    /** Rows written: none when the plan exists already. */
    @Query("""
            INSERT INTO plans (plan_id, validator, made_at, snapshot, plan, summary)
            VALUES (:planId, :validator, :madeAt, :snapshot, :plan, :summary)
            ON CONFLICT (plan_id) DO NOTHING""")
    int insert(String planId, String validator, Instant madeAt, byte[] snapshot, byte[] plan, String summary);

    private void insert(PlannedLaunch launch) {
        insert(
                launch.planId(),
                launch.index(),
                launch.deploymentId(),
                launch.chuteId(),
                launch.serverId(),
                String.join(",", launch.gpuIds()),
                launch.order(),
                launch.status(),
                launch.createdAt(),
                launch.jobId());
    }

    /** GPU ids are joined by commas. */
    @Query("""
            INSERT INTO planned_launches (plan_id, launch_index, deployment_id, chute_id, server_id, gpu_ids, launch_order,
                status, created_at, job_id)
            VALUES (:planId, :index, :deploymentId, :chuteId, :serverId, string_to_array(:gpuIds, ','), :order, :status,
                :createdAt, :jobId)""")
    void insert(
            String planId,
            int index,
            String deploymentId,
            String chuteId,
            String serverId,
            String gpuIds,
            String order,
            String status,
            Instant createdAt,
            @Nullable String jobId);

    /** Launches that are neither reserved nor refused yet, nor given up. */
    @Query("SELECT * FROM planned_launches WHERE status = 'OPEN' ORDER BY created_at, launch_index")
    List<PlannedLaunch> open();

    /** Gives up launches that are as old and still open: they reserve nothing any more. Answers how many. */
    @Query("UPDATE planned_launches SET status = 'LOST' WHERE status = 'OPEN' AND created_at <= :madeBefore")
    int giveUp(Instant madeBefore);

    /** Deletes old plans, but none whose launch is still a deployment: its order may be needed to take it up again. */
    @Transactional
    default void forgetBefore(Instant before) {
        deleteLaunchesBefore(before);
        deletePlansBefore(before);
    }

    @Query("""
            DELETE FROM planned_launches l WHERE l.created_at < :before
                AND NOT EXISTS (SELECT 1 FROM deployments d WHERE d.deployment_id = l.deployment_id)""")
    void deleteLaunchesBefore(Instant before);

    @Query("""
            DELETE FROM plans p WHERE p.made_at < :before
                AND NOT EXISTS (SELECT 1 FROM planned_launches l WHERE l.plan_id = p.plan_id)""")
    void deletePlansBefore(Instant before);
}
