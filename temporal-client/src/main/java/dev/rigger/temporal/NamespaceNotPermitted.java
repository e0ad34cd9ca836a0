package dev.rigger.temporal;

import java.util.Collection;

/**
 * This client may not create what is missing, as on Temporal Cloud. The message holds the exact commands that somebody
 * who may has to run, for both kinds of server.
 */
public final class NamespaceNotPermitted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NamespaceNotPermitted(
            String address,
            String namespace,
            NamespaceData data,
            boolean namespaceMissing,
            Collection<String> missing,
            Throwable cause) {
        super(message(address, namespace, data, namespaceMissing, missing), cause);
    }

    private static String message(
            String address,
            String namespace,
            NamespaceData data,
            boolean namespaceMissing,
            Collection<String> missing) {
        StringBuilder text = new StringBuilder("Temporal namespace ")
                .append(namespace)
                .append(namespaceMissing ? " does not exist" : " lacks search attributes " + String.join(", ", missing))
                .append(", and this client may not create them (NAMESPACE_NOT_PERMITTED).\n")
                .append("Run this once, with the rights to do so, and start again.\nOn a server of your own:\n");
        if (namespaceMissing) {
            text.append("  temporal operator namespace create --address ")
                    .append(address)
                    .append(" --namespace ")
                    .append(namespace)
                    .append(" --retention ")
                    .append(data.retentionDays())
                    .append("d\n");
        }
        for (String attribute : missing) {
            text.append("  temporal operator search-attribute create --address ")
                    .append(address)
                    .append(" --namespace ")
                    .append(namespace)
                    .append(" --name ")
                    .append(attribute)
                    .append(" --type ")
                    .append(data.searchAttributes().get(attribute))
                    .append('\n');
        }
        text.append("On Temporal Cloud:\n");
        if (namespaceMissing) {
            text.append("  tcld namespace create --namespace ")
                    .append(namespace.replaceFirst("\\.[^.]*$", ""))
                    .append(" --region <region> --retention-days ")
                    .append(data.retentionDays())
                    .append('\n');
        }
        for (String attribute : missing) {
            text.append("  tcld namespace search-attributes add --namespace ")
                    .append(namespace)
                    .append(" --search-attribute \"")
                    .append(attribute)
                    .append('=')
                    .append(data.searchAttributes().get(attribute))
                    .append("\"\n");
        }
        return text.toString().stripTrailing();
    }
}
