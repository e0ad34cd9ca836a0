/** One kubeconfig for all clusters of the fleet. */
@NullMarked
package dev.rigger.web.kubeconfig;

import org.jspecify.annotations.NullMarked;
