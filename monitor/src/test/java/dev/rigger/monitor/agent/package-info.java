@NullMarked
package dev.rigger.monitor.agent;

import org.jspecify.annotations.NullMarked;
