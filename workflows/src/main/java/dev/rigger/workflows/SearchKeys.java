package dev.rigger.workflows;

import io.temporal.common.SearchAttributeKey;

/** Search attributes for people in the Temporal UI; no code decides by them. */
public final class SearchKeys {
    public static final SearchAttributeKey<String> SERVER_NAME = SearchAttributeKey.forKeyword("ServerName");
    public static final SearchAttributeKey<String> CHUTE_ID = SearchAttributeKey.forKeyword("ChuteId");
    public static final SearchAttributeKey<String> DEPLOYMENT_ID = SearchAttributeKey.forKeyword("DeploymentId");
    public static final SearchAttributeKey<String> PHASE = SearchAttributeKey.forKeyword("Phase");
    public static final SearchAttributeKey<String> REASON = SearchAttributeKey.forKeyword("Reason");

    private SearchKeys() {}
}
