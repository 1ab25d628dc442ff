import { describe, expect, it } from '@jest/globals';
import type { PanelResource } from './declaration.js';
import { checkResources } from './check.js';
import { allowed } from './rights.js';

const WORDS: PanelResource = {
  id: 'words',
  label: 'Слова',
  roles: ['operator'],
  from: 'words w',
  idSql: 'w.id',
  title: 'name',
  columns: { name: { label: 'Имя', type: 'text', sql: 'w.name', sort: true } },
  sort: { column: 'name', direction: 'asc' },
  actions: {
    revoke: { label: 'Отозвать', on: 'record', roles: ['administrator'], run: () => Promise.resolve({}) },
  },
};

describe('the panel', () => {
  it('starts with what is said clearly', () => {
    expect(() => checkResources([WORDS])).not.toThrow();
  });

  it.each<[string, Partial<PanelResource>]>([
    ['no role', { roles: [] }],
    ['a title that is no column', { title: 'other' }],
    ['a sort that is no column', { sort: { column: 'other', direction: 'asc' } }],
    ['a list of unknown records', { related: [{ label: '', resource: 'other', by: 'word' }] }],
    ['an action called like one of AdminJS', { actions: { delete: WORDS.actions!.revoke! } }],
    ['an action for nobody', { actions: { revoke: { ...WORDS.actions!.revoke!, roles: [] } } }],
  ])('does not start with %s', (_what, change) => {
    expect(() => checkResources([{ ...WORDS, ...change }])).toThrow('words');
  });

  it('lets nobody do what is not declared for their role', () => {
    expect(allowed(WORDS, 'list', 'operator')).toBe(true);
    expect(allowed(WORDS, 'list', 'administrator')).toBe(false);
    expect(allowed(WORDS, 'revoke', 'operator')).toBe(false);
    expect(allowed(WORDS, 'toString', 'operator')).toBe(false);
    expect(allowed(WORDS, 'edit', 'operator')).toBe(false);
    expect(allowed(undefined, 'list', 'operator')).toBe(false);
    expect(allowed(WORDS, 'list', undefined)).toBe(false);
  });
});
