package dev.rigger.activities.kubernetes.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a class that puts a cluster under the contract: what that cluster is called, and what it can do. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Has {
    String cluster();

    Capability[] value();
}
