/** A part of a resident's name when the line `e` was written: what stood there before the first change of it since. */
const partOfThen = (field: string, column: string): string =>
  `coalesce((SELECT c.details->'changed'->'${field}'->>0 FROM audit_events c
    WHERE c.action = 'user.profile-changed' AND c.object_id = r.id::text AND c.id > e.id
      AND c.details->'changed' ? '${field}' ORDER BY c.id LIMIT 1), r.${column})`;

/**
 * The resident with an id by the name that they had when the line `e` of the journal was written, and by today's where it
 * is another. Names stand in no line, so that what is forgotten of a resident is forgotten here too.
 */
export const residentOfThen = (id: string): string =>
  `(SELECT concat(was.name, CASE WHEN was.name <> was.now THEN ' (ныне ' || was.now || ')' END, ', логин ', was.login)
    FROM (SELECT r.login, r.full_name AS now, concat_ws(' ', ${partOfThen('lastName', 'last_name')},
      ${partOfThen('firstName', 'first_name')}, nullif(${partOfThen('middleName', 'middle_name')}, '')) AS name
      FROM residents r WHERE r.id = (${id})::uuid) was)`;
