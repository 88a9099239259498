package org.partitiontools.policy.interval;

/** A text that is not an interval; the message says what is wrong, the hint what to write instead. */
public final class IntervalFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    IntervalFormatException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /** What to write instead. */
    public String hint() {
        return hint;
    }
}
