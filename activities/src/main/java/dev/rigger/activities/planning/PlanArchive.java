package dev.rigger.activities.planning;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Verdict;
import dev.rigger.workflows.deployment.DeploymentOrder;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The stored form of snapshots and plans (JSON, gzip) and of orders (JSON). Dates and durations are written as Temporal's
 * own converter writes them.
 */
@Singleton
public final class PlanArchive {

    private final ObjectMapper json = JacksonJsonPayloadConverter.newDefaultObjectMapper()
            .addMixIn(Plan.class, PlanForm.class)
            .addMixIn(Action.class, ActionForm.class)
            .addMixIn(Verdict.class, VerdictForm.class);

    @JsonIgnoreProperties({"launches", "evictions", "claims", "waits"})
    private interface PlanForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "action")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Action.Launch.class, name = "launch"),
        @JsonSubTypes.Type(value = Action.Evict.class, name = "evict"),
        @JsonSubTypes.Type(value = Action.Claim.class, name = "claim"),
        @JsonSubTypes.Type(value = Action.Wait.class, name = "wait")
    })
    private interface ActionForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "verdict")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Verdict.Placed.class, name = "placed"),
        @JsonSubTypes.Type(value = Verdict.Refused.class, name = "refused")
    })
    private interface VerdictForm {}

    byte[] pack(FleetSnapshot snapshot) {
        return compressed(snapshot);
    }

    byte[] pack(Plan plan) {
        return compressed(plan);
    }

    public FleetSnapshot snapshot(byte[] packed) {
        return read(packed, FleetSnapshot.class);
    }

    public Plan plan(byte[] packed) {
        return read(packed, Plan.class);
    }

    String order(DeploymentOrder order) {
        try {
            return json.writeValueAsString(order);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DeploymentOrder order(String stored) {
        try {
            return json.readValue(stored, DeploymentOrder.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] compressed(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            json.writeValue(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private <T> T read(byte[] packed, Class<T> type) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return json.readValue(in, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
