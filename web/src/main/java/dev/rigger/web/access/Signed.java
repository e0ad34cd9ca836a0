package dev.rigger.web.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route that wants a request in the management form, signed by the miner. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Signed {
    String MANAGEMENT = "management";
    String KUBECONFIG = "kubeconfig";
    String MONITORING = "monitoring";

    /** The word that is signed by a request without a body. */
    String value() default MANAGEMENT;

    /** Whether it takes an agent's push, which may be larger than other bodies. */
    boolean push() default false;
}
