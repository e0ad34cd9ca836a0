package dev.rigger.activities.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.workflows.deployment.DeploymentOrder;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;

/** The stored form of orders: JSON, as workflows are given them. */
@Singleton
final class StoredOrders {

    private final ObjectMapper json = JacksonJsonPayloadConverter.newDefaultObjectMapper();

    String text(DeploymentOrder order) {
        try {
            return json.writeValueAsString(order);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    DeploymentOrder order(String text) {
        try {
            return json.readValue(text, DeploymentOrder.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
