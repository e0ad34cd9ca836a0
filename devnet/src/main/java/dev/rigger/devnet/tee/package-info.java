/** Confidential machines without the hardware: roots, quotes and GPU reports that a devnet makes and believes itself. */
@NullMarked
package dev.rigger.devnet.tee;

import org.jspecify.annotations.NullMarked;
