/** One copy of a chute on our GPUs: reserved, launched, served, drained, confirmed gone, released. */
@NullMarked
package dev.rigger.workflows.deployment;

import org.jspecify.annotations.NullMarked;
