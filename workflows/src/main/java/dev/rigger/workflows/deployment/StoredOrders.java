package dev.rigger.workflows.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.io.UncheckedIOException;

/** The stored form of orders: JSON, as workflows are given them. */
public final class StoredOrders {
    private static final ObjectMapper JSON = JacksonJsonPayloadConverter.newDefaultObjectMapper();

    private StoredOrders() {}

    public static String text(DeploymentOrder order) {
        try {
            return JSON.writeValueAsString(order);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UncheckedIOException where that is no order */
    public static DeploymentOrder order(String text) {
        try {
            return JSON.readValue(text, DeploymentOrder.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
