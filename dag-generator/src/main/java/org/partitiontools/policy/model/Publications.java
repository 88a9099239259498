package org.partitiontools.policy.model;

/** What to do about publications whose subscribers could not follow a job. */
public enum Publications {
    /** Do nothing to the table and say why. */
    REFUSE,
    /** Go on: what the subscribers need is seen to elsewhere. */
    ACCEPT
}
