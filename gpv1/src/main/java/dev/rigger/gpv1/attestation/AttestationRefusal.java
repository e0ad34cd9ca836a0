package dev.rigger.gpv1.attestation;

/** Evidence that does not show what it must, or that did not come. */
public final class AttestationRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Stable; the text says what to do. */
    public enum Code {
        ATTESTATION_UNREACHABLE(
                "See that the machine's port ATTESTATION_PORT (30443) is open and its attestation service runs."),
        ATTESTATION_UNAUTHORIZED(
                "Only the validator may ask this machine; see its clock where it should admit us too."),
        ATTESTATION_BROKEN("Look at the log of the machine's attestation service."),
        ATTESTATION_LATE("Try again; where it stays late, look at the machine's load and its quote service."),
        QUOTE_UNREADABLE("Boot the machine from the network's own image, with its own quote service."),
        QUOTE_NOT_TDX("The machine must be an Intel TDX trust domain: switch TDX on and boot it as one."),
        QUOTE_CERTIFICATION_MISSING("Register the host with Intel, so that its quotes carry their certificates."),
        QUOTE_CHAIN_UNTRUSTED("Register the host with Intel; its quote must be certified by Intel's root."),
        QUOTING_ENCLAVE_UNTRUSTED("Install Intel's own TD quoting enclave on the host."),
        QUOTE_SIGNATURE_WRONG("What signed and what is shown differ: the evidence was changed on its way."),
        TD_DEBUGGABLE("Start the trust domain without debugging: its memory can be read from outside."),
        TDX_MODULE_UNTRUSTED("Install Intel's own TDX module on the host."),
        NONCE_MISMATCH("The evidence is an answer to another question; try again."),
        TLS_KEY_MISMATCH(
                "Whoever answers is not who was attested: take away what stands in between, and restart the machine."),
        MEASUREMENT_UNKNOWN("Boot the machine from an image whose measurements the validator lists."),
        GPU_EVIDENCE_UNREADABLE("Switch the GPUs to confidential computing, and see that their driver supports it."),
        GPU_EVIDENCE_COUNT("Every GPU must give evidence of its own: nvidia-smi conf-compute -f on the machine."),
        GPU_EVIDENCE_REPEATED("One GPU answered for several; every GPU must give evidence of its own."),
        GPU_CHAIN_UNTRUSTED(
                "A GPU's certificates must lead to NVIDIA's root: is it NVIDIA's, and its firmware current?"),
        GPU_SIGNATURE_WRONG("The GPU's report was changed on its way.");

        private final String next;

        Code(String next) {
            this.next = next;
        }

        /** What to do about it. */
        public String next() {
            return next;
        }
    }

    private final Code code;

    public AttestationRefusal(Code code, String what) {
        super(what);
        this.code = code;
    }

    AttestationRefusal(Code code, String what, Throwable cause) {
        super(what, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    public String what() {
        return String.valueOf(getMessage());
    }
}
