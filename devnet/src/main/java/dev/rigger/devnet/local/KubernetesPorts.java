package dev.rigger.devnet.local;

import java.util.List;

/**
 * Where a local Kubernetes listens, all on 127.0.0.1.
 *
 * @param api the API server, HTTPS
 * @param etcd its store, for it alone
 * @param etcdPeer which etcd wants although it has no peer
 * @param controllers the controller manager's health, HTTPS
 */
public record KubernetesPorts(int api, int etcd, int etcdPeer, int controllers) {
    /** The API server on this port, and free ones for the rest; 0 takes any free one. */
    public static KubernetesPorts of(int api) {
        List<Integer> ports = Loopback.ports(api, 0, 0, 0);
        return new KubernetesPorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }
}
