package dev.rigger.activities.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads long lists page by page, so that no single answer is large; together they show one moment of the cluster. */
final class Pages {
    private static final int TRIES = 3;

    /** A page that was asked for; both methods wait for it, and fail as it did. */
    interface Page<L> {
        /** The token of the page that follows; empty after the last. */
        String next();

        L read();
    }

    /** One that is there already. */
    private record Read<L extends KubernetesResourceList<?>>(L read) implements Page<L> {
        @Override
        public String next() {
            ListMeta metadata = read.getMetadata();
            return metadata == null || metadata.getContinue() == null ? "" : metadata.getContinue();
        }
    }

    private final long size;

    /** @param size objects a page; an API server may send more */
    Pages(long size) {
        this.size = size;
    }

    /**
     * All of a list.
     *
     * @throws KubernetesClientException as any call, and with 410 when the list kept growing old between two pages
     */
    <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> all(Function<ListOptions, L> list) {
        return allAhead(page -> new Read<>(list.apply(page)));
    }

    /** The same of a list whose next page is asked for before the present one is read. */
    <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> allAhead(Function<ListOptions, Page<L>> list) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(list);
            } catch (KubernetesClientException e) {
                // The moment that the first page showed is forgotten: begin with a new one.
                if (e.getCode() != HttpURLConnection.HTTP_GONE || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> once(
            Function<ListOptions, Page<L>> list) {
        List<T> all = new ArrayList<>();
        Page<L> page = list.apply(options(null));
        while (true) {
            String next = page.next();
            Page<L> following = next.isEmpty() ? null : list.apply(options(next));
            // A list of metadata alone has null for none on a real API server.
            all.addAll(Objects.requireNonNullElse(page.read().getItems(), List.of()));
            if (following == null) {
                return all;
            }
            page = following;
        }
    }

    private ListOptions options(@Nullable String next) {
        return new ListOptionsBuilder().withLimit(size).withContinue(next).build();
    }
}
