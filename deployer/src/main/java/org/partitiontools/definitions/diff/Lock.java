package org.partitiontools.definitions.diff;

/** Locks as the comments of a migration tell of them. */
final class Lock {

    private Lock() {
    }

    static String moment(String table) {
        return "ACCESS EXCLUSIVE on " + table + ", for a moment";
    }

    static String rewrites(String table) {
        return "REWRITES " + table + ": ACCESS EXCLUSIVE while all rows and indexes are written anew";
    }

    static String reading(String table) {
        return "ACCESS EXCLUSIVE on " + table + " and its partitions while all rows are read";
    }

    static String building(String table) {
        return "SHARE UPDATE EXCLUSIVE on " + table + " while the index is built: readers and writers go on";
    }

    static String validating(String table) {
        return "SHARE UPDATE EXCLUSIVE on " + table + " while all rows are read: readers and writers go on";
    }

    static String writersWait(String table) {
        return "SHARE ROW EXCLUSIVE on " + table + ", for a moment: writers wait";
    }
}
