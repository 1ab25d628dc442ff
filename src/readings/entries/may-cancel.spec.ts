import { describe, expect, it } from '@jest/globals';
import { notCancelled } from './may-cancel.js';

const reading = {
  status: 'accepted',
  cancelled: false,
  superseded: false,
  source: 'phone',
  export_id: null,
  closed: false,
} as const;

describe('A reading that was entered wrong', () => {
  it('may be cancelled while it counts, also one that waits', () => {
    expect(notCancelled(reading, false)).toBeUndefined();
    expect(notCancelled({ ...reading, status: 'sent' }, false)).toBeUndefined();
  });

  it.each([
    [{ status: 'rejected', cancelled: true }, 'cancelled'],
    [{ status: 'rejected' }, 'rejected'],
    [{ superseded: true }, 'superseded'],
    [{ export_id: '5' }, 'exported'],
    [{ source: 'replacement' }, 'replacement'],
  ] as const)('%j is not: %s, whoever asks', (more, why) => {
    expect(notCancelled({ ...reading, ...more }, false)).toBe(why);
    expect(notCancelled({ ...reading, ...more }, true)).toBe(why);
  });

  it('of a month behind is left to an administrator', () => {
    expect(notCancelled({ ...reading, closed: true }, false)).toBe('closed');
    expect(notCancelled({ ...reading, closed: true }, true)).toBeUndefined();
  });
});
