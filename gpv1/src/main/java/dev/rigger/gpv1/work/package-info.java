/** The mathematics both sides of GPV1 share: generator, layers, fingerprints, key boxes, Merkle trees, audit scans. */
@NullMarked
package dev.rigger.gpv1.work;

import org.jspecify.annotations.NullMarked;
