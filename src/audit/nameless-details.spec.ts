import { describe, expect, it } from '@jest/globals';
import { namelessDetails } from './nameless-details.js';

const ID = '0b8f7c9e-2f57-4f0a-9a6e-6a1b2c3d4e5f';

describe('What stays of a line without names', () => {
  it('is numbers, yes and no, and ids', () => {
    const kept = { userId: ID, accountIds: [ID, ID], count: 3, removed: true };
    expect(namelessDetails(kept)).toEqual(kept);
  });

  it('is no text, no list with one, and nothing that is nested', () => {
    expect(
      namelessDetails({
        ...{ login: 'irina', phone: '+79025123456', reason: 'просил муж', ids: [ID, 'Белова'], none: null },
        ...{ changed: { lastName: ['Белова', 'Ким'] }, consent: { version: '2026-11-30' } },
      }),
    ).toEqual({});
  });
});
