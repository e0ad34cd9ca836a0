/**
 * A GPU made of Java, for machines without one: executes PTX instruction by instruction, as its manual (PTX ISA 8.0) tells, so
 * that the very kernels that are shipped run in tests. It knows the instructions that they use and refuses all others. It says
 * nothing about speed.
 */
@NullMarked
package dev.rigger.graval.cuda.ptx;

import org.jspecify.annotations.NullMarked;
