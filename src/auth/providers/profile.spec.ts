import { describe, expect, it } from '@jest/globals';
import { numericId, profileOf } from './profile.js';

describe('What a provider tells of a person', () => {
  it('fills in the form', () => {
    expect(
      profileOf('1234567890', {
        ...{ firstName: 'Ирина', lastName: ' Белова ', middleName: 'Павловна' },
        ...{ email: 'irina@example.test', phone: '79025123456' },
      }),
    ).toEqual({
      subject: '1234567890',
      firstName: 'Ирина',
      lastName: 'Белова',
      middleName: 'Павловна',
      email: 'irina@example.test',
      phone: '+79025123456',
    });
  });

  it('may be nothing', () => {
    expect(profileOf('7', {})).toEqual({ subject: '7', firstName: '', lastName: '', email: '', phone: '' });
  });

  it('never brings strange or endless text into the form', () => {
    const told = { firstName: 'И'.repeat(61), lastName: 'Бел\u202Eова', email: { a: 1 }, middleName: ['x'] };
    expect(profileOf('7', told)).toMatchObject({ firstName: '', lastName: '', email: '' });
    expect(profileOf('7', told)).not.toHaveProperty('middleName');
  });
});

describe('The number of a profile', () => {
  it.each([
    ['1234567890', '1234567890'],
    [7, '7'],
  ])('is read from %j', (id, read) => expect(numericId(id)).toBe(read));

  it.each([[undefined], [null], [''], ['1 OR 1=1'], [0], ['0'], [-1], [1e300], [['1']], ['1'.repeat(21)]])(
    'is none in %j',
    (id) => expect(numericId(id)).toBeNull(),
  );
});
