-- What definitions can have since PostgreSQL 18.
CREATE TABLE dwh.since_18 (
    a int NOT NULL,
    v int GENERATED ALWAYS AS (a + 1) VIRTUAL,
    during daterange NOT NULL,
    CONSTRAINT apart PRIMARY KEY (a, during WITHOUT OVERLAPS),
    CONSTRAINT never_asked CHECK (a > 5) NOT ENFORCED
);
CREATE TABLE dwh.periods (
    a int,
    during daterange,
    FOREIGN KEY (a, PERIOD during) REFERENCES dwh.since_18 (a, PERIOD during)
);
