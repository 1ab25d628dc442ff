import { describe, expect, it } from '@jest/globals';
import { type Right, RIGHTS, type Role, ROLES, rightsOf } from './rights.js';
import { mayIn } from './rights.sql.js';

/** The table as it is told to people: + has it, − has it not, ✓ has it where the owner has ticked it. */
const MATRIX = `
            money readings requests book photos owner inviting
  owner     +     +        +        +    +      +     +
  family    +     +        +        +    +      +     −
  tenant    ✓     +        +        +    +      −     −
  trusted   +     +        +        −    +      +     −
  payer     +     −        −        −    −      −     −`;

const [heads, ...lines] = MATRIX.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = lines.flatMap(([role, ...signs]) =>
  signs.flatMap((sign, place) =>
    [false, true].map((ticked) => ({
      role: role as Role,
      right: heads![place] as Right,
      ticked,
      may: sign === '+' || (sign === '✓' && ticked),
    })),
  ),
);

describe('Rights in a household', () => {
  it('are told for each role and each right', () => {
    expect(new Set(cells.map(({ role }) => role))).toEqual(new Set(Object.keys(ROLES)));
    expect(heads).toEqual(Object.keys(RIGHTS));
  });

  it.each(cells)('of $role, $right, ticked $ticked: $may', ({ role, right, ticked, may }) => {
    expect(rightsOf(role, ticked)[right]).toBe(may);
  });

  it('never leave the owner without one, and never let anybody else invite', () => {
    for (const role of Object.keys(ROLES) as Role[]) {
      for (const ticked of [false, true]) {
        expect(Object.values(rightsOf(role, ticked)).every(Boolean)).toBe(role === 'owner');
        expect(rightsOf(role, ticked).inviting).toBe(role === 'owner');
      }
    }
  });
});

describe('The same in SQL', () => {
  it.each([
    ['inviting', "l.role IN ('owner')"],
    ['readings', "l.role IN ('owner', 'family', 'tenant', 'trusted')"],
    ['money', "(l.role IN ('owner', 'family', 'trusted', 'payer') OR l.role IN ('tenant') AND l.sees_money)"],
  ] as const)('asks for %s', (right, sql) => {
    expect(mayIn('l', right)).toBe(sql);
  });
});
