package dev.rigger.workflows.reconcile;

/** What deployments that are over left in a cluster besides Jobs and pods. */
@FunctionalInterface
public interface Leftovers {
    /**
     * Deletes Services of deployments that are over, and code that no deployment needs any more, where two looks apart in
     * time found neither a row nor a Job, a pod or a Deployment that they belong to. To be called in each pass: it looks more
     * seldom than that, unless something is doubted. A cluster that does not answer is asked again later.
     */
    Swept sweep(String cluster);

    /**
     * What one sweep of a cluster found.
     *
     * @param deleted what nothing belonged to in two looks
     * @param doubted what nothing belonged to in this look, to be looked at again
     * @param kept what no row names although the cluster runs whom it belongs to: the inventory is what lacks something
     */
    record Swept(int deleted, int doubted, int kept) {
        public static final Swept NOTHING = new Swept(0, 0, 0);

        public Swept and(Swept other) {
            return new Swept(deleted + other.deleted, doubted + other.doubted, kept + other.kept);
        }

        /** Empty when there is nothing to tell. */
        public String inWords() {
            return (deleted == 0 ? "" : ", " + deleted + " leftovers deleted")
                    + (doubted == 0 ? "" : ", " + doubted + " leftovers to be looked at again")
                    + (kept == 0
                            ? ""
                            : ", " + kept + " Services or code maps kept: no row names them, but they are in use");
        }
    }
}
