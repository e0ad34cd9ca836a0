@NullMarked
package dev.rigger.monitor.cache;

import org.jspecify.annotations.NullMarked;
