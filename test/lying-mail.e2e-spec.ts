import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { type Lie, LyingMailServer } from './support/lying-mail-server.js';
import { registration } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
});
afterAll(() => world?.stop());

describe('A letter that goes to a mail server which', () => {
  it.each<[string, Lie, copies: number]>([
    ['speaks another language', 'gibberish', 0],
    ['keeps it and is gone before it says so', 'gone', 1],
    ['keeps it and says that it does not', 'denial', 1],
    ['takes calls and says nothing', 'silence', 0],
  ])(
    '%s comes when the server is well again, and each copy has one Message-ID',
    async (_what, lie, copies) => {
      const to = `${lie}@example.test`;
      await world.mail.stop();
      const liar = new LyingMailServer(lie);
      await liar.start(world.mail.port);
      try {
        const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
        // Nobody waits for the mail server.
        expect((await form.submit(registration(lie))).status).toBe(303);
        const failed = 'SELECT FROM letters WHERE recipient = $1 AND attempts > 0 AND last_error IS NOT NULL';
        await eventually(async () => (await world.database.query(failed, [to])).length > 0);
        expect(liar.calls).toBeGreaterThan(0);
      } finally {
        await liar.stop();
        await world.mail.start();
      }
      // The next try is due as in time it would be.
      await world.database.query('UPDATE letters SET next_attempt_at = now() WHERE recipient = $1', [to]);
      const letter = await world.mail.waitForLetter({ to });
      const [row] = await world.database.query<{ failed: boolean }>(
        'SELECT failed_at IS NOT NULL AS failed FROM letters WHERE recipient = $1',
        [to],
      );
      expect(row).toEqual({ failed: false });
      expect(liar.kept.length).toBeGreaterThanOrEqual(copies);
      expect(liar.kept.filter((id) => id !== letter.messageId)).toEqual([]);
    },
  );
});
