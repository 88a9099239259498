SELECT d.classid, d.objid FROM pg_depend AS d WHERE d.deptype = 'e'
