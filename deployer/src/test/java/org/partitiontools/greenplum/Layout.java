package org.partitiontools.greenplum;

/** How the rows of a table are stored and distributed. Partitioned tables are never replicated: Greenplum 6 refuses that. */
enum Layout {

    HEAP_BY_KEY("", "DISTRIBUTED BY (id)"),
    HEAP_RANDOM("", "DISTRIBUTED RANDOMLY"),
    ROW_ZLIB_BY_KEY("WITH (appendonly = true, compresstype = zlib, compresslevel = 5)", "DISTRIBUTED BY (id)"),
    COLUMN_ZSTD_RANDOM("WITH (appendonly = true, orientation = column, compresstype = zstd, compresslevel = 1)", "DISTRIBUTED RANDOMLY");

    private final String storage;
    private final String distribution;

    Layout(String storage, String distribution) {
        this.storage = storage;
        this.distribution = distribution;
    }

    /** What follows the columns of CREATE TABLE. */
    String clause() {
        return storage + " " + distribution;
    }

    String distribution() {
        return distribution;
    }

    /** Whether a table may have a primary key: append-only ones, and those without a distribution key, may not. */
    boolean hasKey() {
        return this == HEAP_BY_KEY;
    }
}
