package org.partitiontools.definitions.model;

import java.util.Locale;

/** The kinds of objects that definitions describe, in an order in which people read them. */
public enum Kind {
    SCHEMA, EXTENSION, COLLATION, TYPE, DOMAIN, SEQUENCE, FUNCTION, TABLE, COLUMN, SEQUENCE_OWNER, VIEW, MATERIALIZED_VIEW, CONSTRAINT, INDEX, TRIGGER,
    RULE, POLICY, STATISTICS, REPLICA_IDENTITY;

    /** Whether an object of this kind is a setting of its parent: taking it away destroys nothing. */
    public boolean isSetting() {
        return this == SEQUENCE_OWNER || this == REPLICA_IDENTITY;
    }

    /** Whether objects of this kind share their names with tables. */
    public boolean isRelation() {
        return this == TABLE || this == VIEW || this == MATERIALIZED_VIEW || this == SEQUENCE || this == INDEX;
    }

    /** Whether rows, numbers or a log are lost where an object of this kind is dropped. */
    public boolean holdsData() {
        return this == TABLE || this == COLUMN || this == SEQUENCE || this == SCHEMA;
    }

    /** As SQL and people say it. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
