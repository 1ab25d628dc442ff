const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * What may stay of the details of a line that loses its names: numbers, yes and no, and ids, which name nobody by
 * themselves. Every text goes, since people write names, addresses and telephones into all of them.
 */
export function namelessDetails(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => isNameless(value)));
}

function isNameless(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isNameless);
  return (
    typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && ID.test(value))
  );
}
