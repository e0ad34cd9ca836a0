package dev.rigger.inventory;

/**
 * What each secret is bound to when it is sealed: table, column and id. Writer and reader must name the same, or the
 * secret does not open.
 */
public final class SealedAs {
    private SealedAs() {}

    /** A launch token: {@code launch_tokens.token_encrypted}. */
    public static String launchToken(String deploymentId) {
        return "launch_tokens/token_encrypted/" + deploymentId;
    }

    /** A kubeconfig, in {@code kubeconfigs} as well as in {@code servers}: by server name, in base64. */
    public static String kubeconfig(String serverName) {
        return "servers/kubeconfig/" + serverName;
    }

    /** The verifier's half of a GPU proof: {@code gpu_proofs.secret_encrypted}. */
    public static String proofSecret(String proofId) {
        return "gpu_proofs/secret_encrypted/" + proofId;
    }
}
