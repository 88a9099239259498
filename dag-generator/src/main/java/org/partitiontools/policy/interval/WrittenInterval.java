package org.partitiontools.policy.interval;

/**
 * An interval together with the text the user wrote: the text goes to the database unchanged, the value is compared.
 *
 * @param text the literal as written in the policy
 * @param value what it means
 */
public record WrittenInterval(String text, PolicyInterval value) {

    public static WrittenInterval of(int amount, String unit) {
        String text = amount + " " + unit;
        return new WrittenInterval(text, PolicyInterval.parse(text));
    }

    /** The smallest interval that reaches further ahead. */
    public WrittenInterval minusMicrosecond() {
        String later = text + " -00:00:00.000001";
        return new WrittenInterval(later, PolicyInterval.parse(later));
    }

    @Override
    public String toString() {
        return text;
    }
}
