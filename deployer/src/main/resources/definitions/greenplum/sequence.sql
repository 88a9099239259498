-- How many numbers a session takes at once stands in the sequence alone, which no query of the catalogue reads.
SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(c.relname) AS name, NULL AS parent,
       format('%I.%I', n.nspname, c.relname) AS identity, obj_description(c.oid, 'pg_class') AS comment, pg_get_userbyid(c.relowner) AS owner,
       s.increment::text AS increment, s.minimum_value::text AS minimum, s.maximum_value::text AS maximum, s.start_value::text AS start, s.cycle_option::text AS cycle
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL pg_sequence_parameters(c.oid) AS s
 WHERE n.nspname = ANY (?) AND c.relkind = 'S' AND c.relpersistence <> 't'
 ORDER BY 4, 5
