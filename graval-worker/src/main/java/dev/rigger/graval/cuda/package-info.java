/**
 * The GPU proof on NVIDIA's GPUs. Found at run time and named by nothing else: where there is no driver, nothing of this is
 * loaded.
 */
@NullMarked
package dev.rigger.graval.cuda;

import org.jspecify.annotations.NullMarked;
