import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountId, act, enterOffice, loadDemo } from './support/office.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const ROUNDS = 40;
/** Of medians within rounds: less than one more argon2 or one more wait would make. */
const TOLERANCE_MS = 20;
/** Noise passes; what the product does for one kind only comes every time. */
const MEASUREMENTS = 3;

let world: World;
beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000000' });
});
afterAll(() => world?.stop());

async function refusedWords(): Promise<string[]> {
  const demo = await loadDemo(world);
  const office = await enterOffice(world, demo.login, demo.password);
  const issue = async (place: number) => {
    const id = await accountId(world, place);
    const answer = await act(office, `accounts/records/${id}/issueWord`, { maxUses: '1', days: '30' });
    return answer.result!.words![0]!.value;
  };
  const words = [await issue(5), await issue(6), await issue(7)];
  const rows = await world.database.query<{ id: string }>(
    'SELECT id FROM code_words ORDER BY issued_at DESC, id LIMIT 3',
  );
  const changes = [
    'used_count = max_uses',
    "expires_at = now() - interval '1 second'",
    'revoked_at = now(), revoked_by = issued_by',
  ];
  for (const [index, change] of changes.entries()) {
    await world.database.query(`UPDATE code_words SET ${change} WHERE id = $1`, [rows[index]!.id]);
  }
  return ['вадозупи-ремокази', ...words];
}

describe('Somebody who tries code words', () => {
  it('cannot tell by the time of the answer whether a word is wrong, spent, expired or revoked', async () => {
    const words = await refusedWords();
    await giveResident(world, 'guesser');
    const visitor = await signIn(world, 'guesser');
    const form = (await visitor.get('/accounts/link/word')).form('/accounts/link/word');

    /** Medians of what the other kinds take beyond a wrong word of the same round. */
    async function differences(): Promise<number[]> {
      const rounds: number[][] = [];
      for (let round = -3; round < ROUNDS; round += 1) {
        const times: number[] = [];
        for (let place = 0; place < words.length; place += 1) {
          const kind = (place + round + 4) % words.length;
          const began = performance.now();
          const { status } = await form.submit({ word: words[kind]! });
          times[kind] = performance.now() - began;
          expect(status).toBe(422);
        }
        if (round >= 0) rounds.push(times);
      }
      return words.slice(1).map((_, index) => median(rounds.map((times) => times[index + 1]! - times[0]!)));
    }

    const measured: number[][] = [];
    const even = () => measured.at(-1)!.every((difference) => Math.abs(difference) < TOLERANCE_MS);
    do measured.push(await differences());
    while (!even() && measured.length < MEASUREMENTS);
    expect([even(), measured]).toEqual([true, measured]);
  });
});

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
