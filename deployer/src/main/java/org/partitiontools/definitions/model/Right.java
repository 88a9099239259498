package org.partitiontools.definitions.model;

import org.partitiontools.policy.model.SqlIdentifier;

/**
 * A privilege that a role has been granted.
 *
 * @param grantee the role; null for PUBLIC
 * @param privilege as GRANT writes it
 * @param column the quoted column that it is limited to; null for the whole object
 * @param grantable whether the role may pass it on
 */
public record Right(String grantee, String privilege, String column, boolean grantable) {

    /** The role as SQL needs it. */
    public String role() {
        return grantee == null ? "PUBLIC" : SqlIdentifier.quote(grantee);
    }

    /** The privilege with its column. */
    public String words() {
        return column == null ? privilege : privilege + " (" + column + ")";
    }
}
