/** The GPU classes the platform knows, and the rules by which a device is told to be one of them. */
@NullMarked
package dev.rigger.gpv1.catalogue;

import org.jspecify.annotations.NullMarked;
