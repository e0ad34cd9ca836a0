package dev.rigger.workflows;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a payload type that must not be readable in Temporal: the payload codec encrypts every payload whose type is
 * marked, or is a record that holds a marked type. Everything else stays readable, so that histories can be read.
 *
 * <p>GPU hosts hold no key, so nothing marked may pass through an activity that runs there. A launch token or a
 * kubeconfig does not belong in a payload at all, marked or not: those stay in the inventory, and a reference travels.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Confidential {}
