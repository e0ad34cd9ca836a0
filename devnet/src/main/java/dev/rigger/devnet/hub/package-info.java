/** Where models come from: what a validator compares a pod's weights with. */
@NullMarked
package dev.rigger.devnet.hub;

import org.jspecify.annotations.NullMarked;
