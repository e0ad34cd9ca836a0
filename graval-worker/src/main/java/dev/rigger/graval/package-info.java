/** The process on a GPU host: proves its GPUs to Rigger over a pinned queue and to validators over HTTP. */
@NullMarked
package dev.rigger.graval;

import org.jspecify.annotations.NullMarked;
