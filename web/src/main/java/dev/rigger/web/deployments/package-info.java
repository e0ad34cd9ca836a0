/** Deployments over HTTP: ending one or all. */
@NullMarked
package dev.rigger.web.deployments;

import org.jspecify.annotations.NullMarked;
