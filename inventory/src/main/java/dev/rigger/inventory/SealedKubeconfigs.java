package dev.rigger.inventory;

import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.hotkey.secrets.SecretUnreadable;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Kubeconfigs of servers' own clusters: encrypted in the tables, in clear for the length of a call. One that an older
 * control plane stored in clear is encrypted when it is first opened.
 */
@Singleton
public class SealedKubeconfigs {
    private final Servers servers;
    private final Kubeconfigs kubeconfigs;
    private final SecretKeys keys;

    public SealedKubeconfigs(Servers servers, Kubeconfigs kubeconfigs, SecretKeys keys) {
        this.servers = servers;
        this.kubeconfigs = kubeconfigs;
        this.keys = keys;
    }

    /** Stores a node's kubeconfig for every process, before the server has a row. */
    public void keep(String serverName, String kubeconfig) {
        kubeconfigs.save(serverName, sealed(serverName, kubeconfig));
    }

    /**
     * @param atRest as it is stored
     * @return YAML or JSON
     * @throws SecretUnreadable when it was encrypted with a key that is not there, or for another server
     */
    public String open(String serverName, String atRest) {
        if (isClear(atRest)) {
            servers.replaceKubeconfig(serverName, atRest, sealed(serverName, atRest));
            return atRest;
        }
        byte[] plain = keys.decrypt(Base64.getDecoder().decode(atRest), SealedAs.kubeconfig(serverName));
        return new String(plain, StandardCharsets.UTF_8);
    }

    /** No kubeconfig is without a colon, and base64 has none. */
    private static boolean isClear(String atRest) {
        return atRest.indexOf(':') >= 0;
    }

    private String sealed(String serverName, String kubeconfig) {
        byte[] sealed = keys.encrypt(kubeconfig.getBytes(StandardCharsets.UTF_8), SealedAs.kubeconfig(serverName));
        return Base64.getEncoder().encodeToString(sealed);
    }
}
