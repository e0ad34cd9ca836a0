package dev.rigger.workflows;

/** Workflow ids: one owner per thing, so that a second start finds the first. */
public final class WorkflowIds {
    private WorkflowIds() {}

    public static String fleet(String validator) {
        return "fleet/" + validator;
    }

    public static String server(String serverName) {
        return "server/" + serverName;
    }

    public static String onboarding(String serverName) {
        return "onboarding/" + serverName;
    }

    public static String deployment(String deploymentId) {
        return "deployment/" + deploymentId;
    }

    public static String chute(String validator, String chuteId) {
        return "chute/" + validator + "/" + chuteId;
    }

    public static String bounty(String validator, String chuteId) {
        return "bounty/" + validator + "/" + chuteId;
    }

    /** Also the id of the server's cleanup schedule. */
    public static String cache(String serverName) {
        return "cache/" + serverName;
    }

    /** Also the id of the server's proof schedule. */
    public static String proof(String serverName) {
        return "proof/" + serverName;
    }

    /** Also the id of the validator's reconcile schedule. */
    public static String reconcile(String validator) {
        return "reconcile/" + validator;
    }
}
