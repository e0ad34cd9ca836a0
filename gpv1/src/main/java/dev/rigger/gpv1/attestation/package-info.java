/**
 * What a confidential machine shows of itself: an Intel TDX quote (DCAP, versions 4 and 5) and NVIDIA's reports of its GPUs,
 * read and verified as far as what is public goes. Intel's and NVIDIA's services are not asked.
 */
@NullMarked
package dev.rigger.gpv1.attestation;

import org.jspecify.annotations.NullMarked;
