package dev.rigger.simulator.world;

import java.util.List;

/**
 * One chute.
 *
 * @param open whether it is public
 * @param base compute units a second of one copy, before urgency and bounty
 * @param size how much there is to pull and to load, 1 for an ordinary one
 * @param cacheGib what image and weights take
 * @param appetite copies that would be fully busy on average; of a private chute the share of time in which it is wanted
 * @param peakHour when it is wanted most, in hours of the day
 * @param rivalPatience seconds that rivals take on average to see an open place
 * @param bornAt when it appears, in milliseconds; 0 or less when it was always there
 * @param endsAt when its owner deletes it, in milliseconds
 */
public record ChuteSpec(
        int index,
        String id,
        List<String> models,
        int gpuCount,
        boolean tee,
        boolean open,
        double base,
        double size,
        int diskGib,
        int cacheGib,
        double appetite,
        double peakHour,
        double rivalPatience,
        long bornAt,
        long endsAt) {

    public ChuteSpec {
        models = List.copyOf(models);
    }
}
