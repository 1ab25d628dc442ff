/** So many rows at a time: a statement that grows with a table would one day take too long, and would hold its rows until then. */
const PORTION = 1000;

/** What may be forgotten, and when: a statement that takes one portion and is run until it finds less. */
export interface Chore {
  readonly name: string;
  readonly sql: string;
  /** What the statement needs besides the portion. */
  readonly values: readonly unknown[];
}

/** All chores; rows that another instance works on are passed over. `lettersKeptDays`: how long a letter keeps its receiver. */
export function chores(lettersKeptDays: number): Chore[] {
  const remove = (name: string, table: string, key: string, by: string, where: string): Chore => ({
    name,
    sql: `DELETE FROM ${table} WHERE ${key} IN (${portion(table, key, by, where)})`,
    values: [],
  });
  return [
    // A session that was idle for too long opens nothing; its row goes when its whole life is over.
    remove('sessions', 'sessions', 'id_hash', 'expires_at', "expires_at < now() - interval '1 day'"),
    remove('form keys', 'form_keys', 'key', 'accepted_at', "accepted_at < now() - interval '2 days'"),
    remove('limits', 'rate_limits', 'key', 'expire', 'expire < (extract(epoch FROM now()) * 1000)::bigint'),
    // Somebody whose letter was sent anew may still confirm.
    remove(
      'pending residents',
      'users',
      'id',
      'created_at',
      `status = 'pending' AND created_at < now() - interval '7 days'
         AND NOT EXISTS (SELECT FROM account_links WHERE user_id = users.id)
         AND NOT EXISTS (SELECT FROM auth_codes c WHERE c.user_id = users.id AND c.expires_at > now()
           AND c.used_at IS NULL AND c.superseded_at IS NULL)`,
    ),
    remove('codes', 'auth_codes', 'id', 'expires_at', "expires_at < now() - interval '30 days'"),
    remove('jobs', 'jobs', 'id', 'created_at', "created_at < now() - interval '90 days'"),
    {
      name: 'contents of letters',
      sql: `UPDATE letters SET data = NULL WHERE id IN (${portion(
        'letters',
        'id',
        'created_at',
        "data IS NOT NULL AND created_at < now() - interval '30 days'",
      )})`,
      values: [],
    },
    {
      name: 'receivers of letters',
      sql: `UPDATE letters SET recipient = '', recipient_name = '', subject = '', data = NULL, last_error = NULL
        WHERE id IN (${portion(
          'letters',
          'id',
          'created_at',
          "recipient <> '' AND created_at < now() - make_interval(days => $1)",
        )})`,
      values: [lettersKeptDays],
    },
  ];
}

/** True when a statement has taken a whole portion, so that there may be more. */
export function hasMore(rows: number | null): boolean {
  return rows === PORTION;
}

function portion(table: string, key: string, by: string, where: string): string {
  return `SELECT ${key} FROM ${table} WHERE ${where} ORDER BY ${by} LIMIT ${PORTION} FOR UPDATE SKIP LOCKED`;
}
