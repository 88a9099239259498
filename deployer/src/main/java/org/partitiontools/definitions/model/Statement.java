package org.partitiontools.definitions.model;

/**
 * One statement of a migration, with what a reviewer has to know of it.
 *
 * @param sql without the semicolon
 * @param lock the strongest lock on something that is in use, and for how long; empty where there is none to speak of
 * @param destroys what is lost by it; empty where nothing is
 * @param online whether it runs outside a transaction, so that others go on meanwhile
 */
public record Statement(String sql, String lock, String destroys, boolean online) {

    /** A statement that nobody waits for. */
    public static Statement of(String sql) {
        return new Statement(sql, "", "", false);
    }

    /** One that locks. */
    public static Statement locking(String sql, String lock) {
        return new Statement(sql, lock, "", false);
    }

    /** One that runs outside a transaction. */
    public static Statement online(String sql, String lock) {
        return new Statement(sql, lock, "", true);
    }

    /** The same with what is lost by it. */
    public Statement destroying(String what) {
        return new Statement(sql, lock, what, online);
    }

    /** The same outside a transaction. */
    public Statement asOnline() {
        return new Statement(sql, lock, destroys, true);
    }
}
