package org.partitiontools.lifecycle;

/** What tells the rows of the table under test apart. It decides how a job captures changes, or that it cannot. */
enum Shape {

    PRIMARY_KEY("PRIMARY KEY (id, at)", false),
    /** Of a plain table only: a partitioned one cannot have it, and gets one more column. */
    ID("CONSTRAINT orders_key PRIMARY KEY (id)", false),
    UNIQUE_INDEX("UNIQUE (id, at)", false),
    /** Rows with a NULL key are no group of one: any number of them may share a captured key. */
    UNIQUE_INDEX_WITH_NULLS("UNIQUE (id, at)", true),
    NO_KEY(null, true);

    private final String constraint;
    private final boolean nullable;

    Shape(String constraint, boolean nullable) {
        this.constraint = constraint;
        this.nullable = nullable;
    }

    /** Whether the partition key may be NULL, which only the default partition takes. */
    boolean nullable() {
        return nullable;
    }

    /** Whether ON CONFLICT has something to infer. */
    boolean unique() {
        return constraint != null;
    }

    /** Whether a partitioned table can have it. */
    boolean partitionable() {
        return this != ID;
    }

    /** What ON CONFLICT infers, or names: a key by its name is found whatever columns it has. */
    String conflictTarget() {
        return this == ID ? "ON CONSTRAINT orders_key" : "(id, at)";
    }

    /** The end of the table's definition; without a key there is still an index, lest every write read the table. */
    String constraintClause() {
        return constraint == null ? "" : ", " + constraint;
    }
}
