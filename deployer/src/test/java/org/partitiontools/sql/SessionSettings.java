package org.partitiontools.sql;

/** Settings of a session on which no result may depend. */
enum SessionSettings {

    GERMAN("Europe/Berlin", "German, DMY", "postgres_verbose"),
    SQL_DMY("Pacific/Kiritimati", "SQL, DMY", "sql_standard"),
    POSTGRES_MDY("America/St_Johns", "Postgres, MDY", "iso_8601"),
    POSIX_ZONE("UTC+11", "ISO, DMY", "postgres");

    private static final String BLOCK = """
            DO $around$ BEGIN
                SET timezone = '%s'; SET intervalstyle = '%s'; SET datestyle = '%s';
                %s;
                RESET datestyle; RESET timezone; RESET intervalstyle;
            END $around$""";

    private final String timezone;
    private final String dateStyle;
    private final String intervalStyle;

    SessionSettings(String timezone, String dateStyle, String intervalStyle) {
        this.timezone = timezone;
        this.dateStyle = dateStyle;
        this.intervalStyle = intervalStyle;
    }

    /**
     * A DO block that executes a statement under these settings. The driver ends a session whose DateStyle does not begin
     * with ISO; it does not learn of one that is reset within the block.
     */
    String around(String statement) {
        return BLOCK.formatted(timezone, intervalStyle, dateStyle, statement);
    }

    /** The same for servers before 14, which report a DateStyle at once: only the order of day and month varies. */
    String aroundInIsoStyle(String statement) {
        return BLOCK.formatted(timezone, intervalStyle, dateStyle.replaceFirst("^\\w+", "ISO"), statement);
    }
}
