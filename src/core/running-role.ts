import pg from 'pg';

/** What the product adds to and never alters or deletes. */
const ONLY_GROW = ['audit_events', 'audit_seals'];
/** What a line of the journal may lose; a trigger sees to it that it loses nothing else, and that once. */
const MAY_LOSE = ['salt', 'personal_mac', 'details', 'actor_name', 'ip'];
/** Only read: what migrations write themselves. */
const ONLY_READ = ['migrations'];

/**
 * Ours, and what the role has not got of it yet. Rows that are read through a view are locked there, which asks for UPDATE; but
 * who writes through a view has the rights of its owner, so one over the journal is only read.
 */
const LACKING = `
  WITH RECURSIVE guarded AS (
    SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = ANY ($2::text[] || $3::text[])
    UNION SELECT r.ev_class FROM guarded JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = guarded.oid
      AND d.classid = 'pg_rewrite'::regclass JOIN pg_rewrite r ON r.oid = d.objid),
  ours AS (
    SELECT c.oid, c.relname AS name, CASE WHEN c.relkind = 'S' THEN 'USAGE, SELECT'
      WHEN c.relname = ANY ($2) THEN 'SELECT, INSERT'
      WHEN c.relkind = 'm' OR c.oid IN (SELECT oid FROM guarded) THEN 'SELECT'
      WHEN c.relkind = 'v' THEN 'SELECT, UPDATE' ELSE 'SELECT, INSERT, UPDATE, DELETE' END AS rights, c.relkind = 'S' AS counts
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND pg_has_role(c.relowner, 'USAGE')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
  SELECT name, rights, counts FROM ours WHERE EXISTS (
    SELECT FROM unnest(string_to_array(rights, ', ')) AS one
    WHERE NOT CASE WHEN counts THEN has_sequence_privilege($1, oid, one) ELSE has_table_privilege($1, oid, one) END)`;

/** The role that a connection string signs in as. */
const roleOf = (url: string): string => decodeURIComponent(new URL(url).username);

/**
 * Lets the role of the running product do what it needs and nothing else: no tables made or changed, no line of the journal
 * altered or deleted. Done by the owner of the tables, after each look at the migrations, since there may be new tables.
 */
export async function letRun(owner: pg.Client, ownerUrl: string, runningUrl: string): Promise<void> {
  const role = roleOf(runningUrl);
  if (role === '' || role === roleOf(ownerUrl)) return;
  await owner.query('BEGIN');
  try {
    for (const sql of await statements(owner, role)) await owner.query(sql);
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
}

/** Nothing where the role has what it needs, as at most starts. */
async function statements(owner: pg.Client, role: string): Promise<string[]> {
  const to = pg.escapeIdentifier(role);
  const { rows: lacking } = await owner.query<{ name: string; rights: string; counts: boolean }>(LACKING, [
    role,
    ONLY_GROW,
    ONLY_READ,
  ]);
  const { rows } = await owner.query<{ schema: string; enters: boolean; alters: boolean; loses: boolean }>(
    `SELECT current_schema() AS schema, has_schema_privilege($1, current_schema(), 'USAGE') AS enters,
       (SELECT bool_or(has_table_privilege($1, name, 'UPDATE, DELETE, TRUNCATE')) FROM unnest($2::text[]) AS name)
         OR has_table_privilege($1, 'migrations', 'INSERT, UPDATE, DELETE, TRUNCATE') AS alters,
       (SELECT bool_and(has_column_privilege($1, 'audit_events', name, 'UPDATE')) FROM unnest($3::text[]) AS name) AS loses`,
    [role, ONLY_GROW, MAY_LOSE],
  );
  const { schema, enters, alters, loses } = rows[0]!;
  const grown = ONLY_GROW.join(', ');
  return [
    ...(enters ? [] : [`GRANT USAGE ON SCHEMA ${pg.escapeIdentifier(schema)} TO ${to}`]),
    ...lacking.map(
      ({ name, rights, counts }) =>
        `GRANT ${rights} ON ${counts ? 'SEQUENCE ' : ''}${pg.escapeIdentifier(name)} TO ${to}`,
    ),
    ...(alters
      ? [
          `REVOKE UPDATE, DELETE, TRUNCATE ON ${grown} FROM ${to}`,
          `REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ${ONLY_READ.join(', ')} FROM ${to}`,
        ]
      : []),
    ...(alters || !loses ? [`GRANT UPDATE (${MAY_LOSE.join(', ')}) ON audit_events TO ${to}`] : []),
  ];
}
