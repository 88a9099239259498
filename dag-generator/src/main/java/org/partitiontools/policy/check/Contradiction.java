package org.partitiontools.policy.check;

import org.partitiontools.policy.model.Place;

/**
 * Operations of one table that cannot both be wanted.
 *
 * @param rule the rule they break
 * @param place where the later of the two operations is written
 * @param message names both operations and shows both windows
 */
public record Contradiction(Rule rule, Place place, String message) {

    /** The rules. */
    public enum Rule {
        /** A delete window overlaps the window of another operation: what one makes, the other destroys. */
        DELETE_OVERLAPS("delete_overlaps", "let the delete window end where the other window starts"),
        /** Nothing creates partitions, so everything would end in the default partition. */
        NO_CREATE("no_create", "add a create_partitions operation, or the short form with interval"),
        /** Both remove old rows from the table; which of them goes first would decide whether rows are archived. */
        DELETE_WITH_UNLOAD("delete_with_unload", "keep one of the two"),
        /** A move overlaps an unload (or a delete, which is reported as {@link #DELETE_OVERLAPS}). */
        MOVE_OVERLAPS("move_overlaps", "let one window end where the other starts"),
        /** Two merges work on the same time. */
        MERGE_OVERLAPS("merge_overlaps", "let one window end where the other starts"),
        /** A create that stops early leaves rows where a merge does not expect them. */
        LIMITED_CREATE_WITH_MERGE("limited_create_with_merge", "remove limit_operations from create_partitions"),
        /** No moment lies in the window. */
        EMPTY_WINDOW("empty_window", "lower_bound must reach further back than upper_bound");

        private final String code;
        private final String hint;

        Rule(String code, String hint) {
            this.code = code;
            this.hint = hint;
        }

        /** The name of the rule that SQL and the shared test cases use. */
        public String code() {
            return code;
        }

        /** What to do about it. */
        public String hint() {
            return hint;
        }
    }
}
