package org.partitiontools.definitions.diff;

/** A difference for which no statement is generated. The message says what to do. */
final class NotGenerated extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotGenerated(String remedy) {
        super(remedy);
    }
}
