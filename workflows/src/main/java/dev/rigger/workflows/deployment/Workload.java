package dev.rigger.workflows.deployment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The cluster's answer to the creation of Service and Job. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Workload.Created.class, name = "created"),
    @JsonSubTypes.Type(value = Workload.Refused.class, name = "refused")
})
public sealed interface Workload {
    /** Service and Job exist, made now or by an earlier attempt; {@code primaryPort} is the node port of 8000. */
    record Created(int primaryPort) implements Workload {}

    /** The cluster will not have it (invalid, forbidden, quota): retrying unchanged is useless. */
    record Refused(String why) implements Workload {}
}
