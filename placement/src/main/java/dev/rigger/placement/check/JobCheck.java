package dev.rigger.placement.check;

import dev.rigger.placement.FleetSnapshot.JobOffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Jobs that wait. One of a chute that was just forgotten contradicts nothing. */
final class JobCheck {
    private static final String JOB = "job";

    private JobCheck() {}

    static void check(List<JobOffer> jobs) {
        Set<String> ids = new HashSet<>();
        for (JobOffer job : jobs) {
            String id = job.jobId();
            Given.present(JOB, "", "jobId", id);
            Given.present(JOB, id, "chuteId", job.chuteId());
            Given.number(JOB, id, "worth", job.worth());
            Given.countFrom(0, JOB, id, "diskGib", job.diskGib());
            if (!ids.add(id)) {
                throw Contradiction.LISTED_TWICE.found("Job " + id + " is listed twice");
            }
        }
    }
}
