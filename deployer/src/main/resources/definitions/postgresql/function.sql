SELECT 'pg_proc'::regclass::oid AS classid, p.oid AS objid, 0 AS objsubid, n.nspname AS schema,
       format('%I(%s)', p.proname, a.types) AS name, NULL AS parent,
       format('%I.%I(%s)', n.nspname, p.proname, a.types) AS identity, obj_description(p.oid, 'pg_proc') AS comment, pg_get_userbyid(p.proowner) AS owner,
       CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END AS form, 'ROUTINE' AS word_of_aggregate,
       concat_ws(' ', pg_get_function_result(p.oid), p.proargnames::text, p.proargmodes::text, p.prokind) AS signature, p.pronargdefaults::text AS defaults,
       CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid)
            ELSE format('CREATE AGGREGATE %I.%I(%s) (', n.nspname, p.proname,
                        CASE WHEN pg_get_function_arguments(p.oid) = '' THEN '*' ELSE pg_get_function_arguments(p.oid) END)
                 || (SELECT concat_ws(', ', format('SFUNC = %s', g.aggtransfn::regproc), format('STYPE = %s', format_type(g.aggtranstype, NULL)),
                            CASE WHEN g.aggtransspace <> 0 THEN format('SSPACE = %s', g.aggtransspace) END,
                            CASE WHEN g.aggfinalfn <> 0 THEN format('FINALFUNC = %s', g.aggfinalfn::regproc) END,
                            CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
                            CASE WHEN g.aggfinalfn <> 0 AND g.aggkind = 'n' AND g.aggfinalmodify <> 'r' THEN 'FINALFUNC_MODIFY = '
                                 || CASE g.aggfinalmodify WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
                            CASE WHEN g.aggcombinefn <> 0 THEN format('COMBINEFUNC = %s', g.aggcombinefn::regproc) END,
                            CASE WHEN g.aggserialfn <> 0 THEN format('SERIALFUNC = %s', g.aggserialfn::regproc) END,
                            CASE WHEN g.aggdeserialfn <> 0 THEN format('DESERIALFUNC = %s', g.aggdeserialfn::regproc) END,
                            CASE WHEN g.agginitval IS NOT NULL THEN format('INITCOND = %L', g.agginitval) END,
                            CASE WHEN g.aggmtransfn <> 0 THEN format('MSFUNC = %s, MINVFUNC = %s, MSTYPE = %s', g.aggmtransfn::regproc, g.aggminvtransfn::regproc,
                                 format_type(g.aggmtranstype, NULL)) END,
                            CASE WHEN g.aggmfinalfn <> 0 THEN format('MFINALFUNC = %s', g.aggmfinalfn::regproc) END,
                            CASE WHEN g.aggminitval IS NOT NULL THEN format('MINITCOND = %L', g.aggminitval) END,
                            CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END,
                            CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END)
                       FROM pg_aggregate AS g WHERE g.aggfnoid = p.oid) || ')' END AS definition
  FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
  CROSS JOIN LATERAL (SELECT coalesce(string_agg(format_type(t.type, NULL), ', ' ORDER BY t.ordinal), '') AS types
                        FROM unnest(p.proargtypes) WITH ORDINALITY AS t (type, ordinal)) AS a
 WHERE n.nspname = ANY (?)
   AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
 ORDER BY 7
