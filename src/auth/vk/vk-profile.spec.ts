import { describe, expect, it } from '@jest/globals';
import { readProfile } from './vk-profile.js';

const irina = { user_id: '1234567890', first_name: 'Ирина', last_name: 'Белова' };

describe('What VK ID tells of a person', () => {
  it('is the number of the profile and what fills in the form', () => {
    const user = {
      ...irina,
      email: 'irina@example.test',
      phone: '79025123456',
      avatar: 'https://vk.example/a.png',
    };
    expect(readProfile({ user })).toEqual({
      subject: '1234567890',
      firstName: 'Ирина',
      lastName: 'Белова',
      email: 'irina@example.test',
      phone: '+79025123456',
    });
  });

  it('may be only the number, also as a JSON number', () => {
    expect(readProfile({ user: { user_id: 7 } })).toMatchObject({ subject: '7', firstName: '', email: '' });
  });

  it.each([
    [{}],
    [{ user: null }],
    [{ user: { ...irina, user_id: '' } }],
    [{ user: { ...irina, user_id: '1 OR 1=1' } }],
    [{ user: { ...irina, user_id: 0 } }],
    [{ user: { ...irina, user_id: 1e300 } }],
    [{ user: { ...irina, user_id: ['1'] } }],
  ])('is nobody when the number is none: %j', (reply) => expect(readProfile(reply)).toBeNull());

  it('never brings strange or endless text into the form', () => {
    const user = { ...irina, first_name: 'И'.repeat(61), last_name: 'Бел\u202Eова', email: { a: 1 } };
    expect(readProfile({ user })).toMatchObject({ firstName: '', lastName: '', email: '' });
  });
});
