/** The order in which doors of a house are gone by: `account_places a`, flats first, 2 before 10. */
export const DOOR_ORDER = `a.unit_type <> 'flat', a.unit_type, substring(a.unit FROM '\\d+')::numeric NULLS LAST, a.unit, a.number`;
