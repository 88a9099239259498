-- What somebody who may create objects in a schema can put in the way of a session that has that schema in its search_path:
-- functions, operators and types named like those of pg_catalog. Each notes that it was called.
CREATE SCHEMA hostile;
CREATE TABLE hostile.called (what text);

CREATE FUNCTION hostile.note(p_what text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
$$ BEGIN INSERT INTO hostile.called VALUES (p_what); RETURN true; END $$;

CREATE FUNCTION hostile.now() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('now'); RETURN '1999-01-01'; END $$;
CREATE FUNCTION hostile.clock_timestamp() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('clock_timestamp'); RETURN '1999-01-01'; END $$;
CREATE FUNCTION hostile.format(text, VARIADIC "any") RETURNS text LANGUAGE internal AS 'text_format';
CREATE FUNCTION hostile.format(text, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('format'); RETURN ''; END $$;
CREATE FUNCTION hostile.format(text, regclass) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('format'); RETURN ''; END $$;
CREATE FUNCTION hostile.current_setting(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('current_setting'); RETURN pg_catalog.current_setting($1); END $$;
CREATE FUNCTION hostile.set_config(text, text, boolean) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('set_config'); RETURN ''; END $$;
CREATE FUNCTION hostile.pg_advisory_lock(int, int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('pg_advisory_lock'); END $$;
CREATE FUNCTION hostile.pg_sleep(numeric) RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('pg_sleep'); END $$;
CREATE FUNCTION hostile.pg_sleep(double precision) RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('pg_sleep'); END $$;
CREATE FUNCTION hostile.pg_relation_size(regclass) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('pg_relation_size'); RETURN 0; END $$;
CREATE FUNCTION hostile.pg_relation_size(oid) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('pg_relation_size'); RETURN 0; END $$;
CREATE FUNCTION hostile.json_build_object(text, text) RETURNS json LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('json_build_object'); RETURN '{}'; END $$;
CREATE FUNCTION hostile.json_build_array(json) RETURNS json LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('json_build_array'); RETURN '[]'; END $$;
CREATE FUNCTION hostile.round(numeric, int) RETURNS numeric LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('round'); RETURN 0; END $$;
CREATE FUNCTION hostile.md5(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM hostile.note('md5'); RETURN ''; END $$;

-- Operators, exact ones and such as pg_catalog has only after a cast: the better match wins, wherever its schema stands.
DO $do$
DECLARE
    c_types constant text[] := '{int,bigint,real,"double precision",numeric,text,name,oid,boolean,timestamptz,interval,"\"char\"",regclass}';
    a text;
    b text;
    op text;
BEGIN
    FOREACH a IN ARRAY c_types LOOP
        FOREACH b IN ARRAY c_types LOOP
            EXECUTE format('CREATE FUNCTION hostile.op(%s, %s) RETURNS boolean LANGUAGE plpgsql AS $f$ BEGIN RETURN hostile.note(%L); END $f$', a, b, 'operator on ' || a || ' and ' || b);
            FOREACH op IN ARRAY '{=,<>,<,>,<=,>=,+,-,*,/,%,||,~~}'::text[] LOOP
                EXECUTE format('CREATE OPERATOR hostile.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = hostile.op)', op, a, b);
            END LOOP;
        END LOOP;
    END LOOP;
END
$do$;

-- Types that a DECLARE could pick up.
CREATE DOMAIN hostile.text AS pg_catalog.text CHECK (hostile.note('type text'));
CREATE DOMAIN hostile.timestamptz AS pg_catalog.timestamptz CHECK (hostile.note('type timestamptz'));
CREATE DOMAIN hostile.name AS pg_catalog.name CHECK (hostile.note('type name'));
CREATE DOMAIN hostile.oid AS pg_catalog.oid CHECK (hostile.note('type oid'));
CREATE DOMAIN hostile.json AS pg_catalog.json CHECK (hostile.note('type json'));
CREATE TYPE hostile.record AS (a int);
CREATE TABLE hostile.pg_class (relname int);
CREATE TABLE hostile.pg_namespace (nspname int);
CREATE TABLE hostile.pg_locks (pid int);
