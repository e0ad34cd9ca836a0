package dev.rigger.simulator.validator;

/** What the validator sends to a miner; whether it arrives is another matter. */
public interface MinerEvents {

    /** Who listens before we are there. */
    MinerEvents NOBODY = new MinerEvents() {
        @Override
        public void bountyOffered(int chute) {}

        @Override
        public void instanceDeleted(Instance instance, Removal why) {}
    };

    /** A bounty is offered for the chute with that index. */
    void bountyOffered(int chute);

    /** An instance of ours is gone, and we did not end it ourselves. */
    void instanceDeleted(Instance instance, Removal why);
}
