import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { act, hire } from './support/office.js';
import { giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const CHANGED = 'слова этой квартиры изменились';

let world: World;
let olga: Client;
let piter: Client;
let account: string;

beforeAll(async () => {
  world = await startWorld();
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  piter = await hire(world, 'piter', 'operator', 'Пётр Ли');
  await giveResident(world, 'owner');
  account = await giveAccount(world, 'owner', '0100002483');
});
afterAll(() => world?.stop());
beforeEach(() => world.database.query('TRUNCATE code_words CASCADE'));

const path = () => `/office/accounts/${account}/word`;
const form = async (who: Client) => (await who.get(path())).form(path());

async function living(): Promise<string[]> {
  const rows = await world.database.query<{ id: string }>(
    'SELECT id FROM code_words WHERE revoked_at IS NULL ORDER BY issued_at',
  );
  return rows.map(({ id }) => id);
}

async function issue(): Promise<string> {
  await act(olga, `accounts/records/${account}/issueWord`, { maxUses: '1', days: '30' });
  return (await living()).at(-1)!;
}

describe('Two operators at two windows with one flat', () => {
  it.each([
    ['that has a word', true],
    ['that has none', false],
  ])('%s hand out one word: the other one sees what has changed', async (_, has) => {
    if (has) await issue();
    const forms = [await form(olga), await form(piter)];
    const pages = await Promise.all(forms.map((each) => each.submit({})));
    expect(await living()).toHaveLength(1);
    const [first, other] = pages[0]!.text.includes(CHANGED) ? [pages[1]!, pages[0]!] : [pages[0]!, pages[1]!];
    expect(first.html.querySelectorAll('.slip')).toHaveLength(1);
    expect([other.status, other.text]).toEqual([422, expect.stringContaining(CHANGED)]);
    expect(other.text).toContain('Уже действует слово');
    const again = await other.form(path()).submit({});
    expect(again.html.querySelectorAll('.slip')).toHaveLength(1);
    expect(await living()).toHaveLength(1);
  });

  it('and one of them gives every flat of the house a word', async () => {
    await issue();
    const [house] = await world.database.query<{ id: string }>(
      'SELECT house_id AS id FROM account_places WHERE id = $1',
      [account],
    );
    const fields = { choice: 'all', revoke: true, maxUses: '1', days: '30' };
    const one = await form(olga);
    await Promise.all([
      one.submit({}),
      act(piter, `houses/records/${house!.id}/issueWords`, fields, undefined, true),
    ]);
    expect(await living()).toHaveLength(1);
  });
});

describe('An operator who hands out a word', () => {
  it('hands out one, however often the button is pressed', async () => {
    const one = await form(olga);
    const pages = await Promise.all([one.submit({}), one.submit({})]);
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 303]);
    expect(await living()).toHaveLength(1);
  });

  it('for a lost slip takes back the word of that slip only', async () => {
    const [lost, kept] = [await issue(), await issue()];
    const card = await olga.get(`/office/accounts/${account}`);
    const again = card.forms().filter((each) => each.leadsTo(path()));
    expect(again.map((each) => each.value('only')).sort()).toEqual([lost, kept].sort());
    const page = await again.find((each) => each.value('only') === lost)!.submit({});
    expect(page.html.querySelectorAll('.slip')).toHaveLength(1);
    expect(await living()).toEqual([kept, expect.not.stringMatching(lost)]);
  });

  it('still gets the slip when too many wrong slips were asked for', async () => {
    for (let count = 0; count < 11; count += 1) {
      await olga.request('POST', '/admin/slips', {
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...olga.sameOrigin() },
        body: `words=вадозупи-ремокази`,
        check: false,
      });
    }
    const page = await (await form(olga)).submit({});
    expect([page.status, page.html.querySelectorAll('.slip').length]).toEqual([200, 1]);
  });

  it('hands out nothing where the former word cannot be taken back', async () => {
    const old = await issue();
    await world.database.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
       CREATE TRIGGER refuse BEFORE UPDATE ON code_words FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    const one = await form(olga);
    const page = await one.submit({}, { check: false });
    await world.database.query('DROP FUNCTION refuse CASCADE');
    expect([page.status, await living()]).toEqual([500, [old]]);
    const again = await one.submit({});
    expect(again.html.querySelectorAll('.slip')).toHaveLength(1);
    expect(await living()).toHaveLength(1);
  });
});

describe('An operator who gives a word by the form of the panel', () => {
  const action = () => `accounts/records/${account}/issueWord`;
  const opened = async () =>
    JSON.parse((await olga.get(`/admin/api/resources/${action()}`)).body) as {
      notes: string[];
      without: string[];
      seen: string;
    };
  const send = (seen: string, revoke: boolean) =>
    act(olga, action(), { revoke, maxUses: '1', days: '30' }, undefined, false, undefined, seen);

  it('is asked about no former word where there is none', async () => {
    expect(await opened()).toMatchObject({ notes: [], without: ['revoke'] });
  });

  it('sees the word that can still be used, with its day and who gave it, and takes it back', async () => {
    const old = await issue();
    const { notes, without, seen } = await opened();
    expect(notes).toEqual([
      expect.stringMatching(/^Уже действует слово, выданное .+ \(Тарасова Ольга Ильинична\), до .+\.$/),
    ]);
    expect(without).toEqual([]);
    expect((await send(seen, true)).result!.words).toHaveLength(1);
    expect(await living()).toEqual([expect.not.stringMatching(old)]);
  });

  it('may leave it in use', async () => {
    await issue();
    await send((await opened()).seen, false);
    expect(await living()).toHaveLength(2);
  });

  it('takes back nothing that came after the form was opened, until it was shown', async () => {
    const { seen } = await opened();
    const fresh = await issue();
    const { result } = await send(seen, true);
    expect(result).toMatchObject({
      confirm: 'Выдать слово',
      lines: [expect.anything(), 'Прежнее слово будет отозвано.'],
    });
    expect(await living()).toEqual([fresh]);
    expect((await send(result!.seen!, true)).result!.words).toHaveLength(1);
    expect(await living()).toEqual([expect.not.stringMatching(fresh)]);
  });

  it('gives one for several accounts, and hears first which of them have words that can still be used', async () => {
    const other = await giveAccount(world, 'owner', '0100002498');
    const third = await giveAccount(world, 'owner', '0100002497');
    const several = (accounts: string[], revoke: boolean, seen = '') =>
      act(
        olga,
        'code-words/actions/issue',
        { accounts, revoke, maxUses: '1', days: '30' },
        undefined,
        seen !== '',
        undefined,
        seen,
      );
    const wide = (await several([other, third], true)).result!;
    expect(wide.words).toHaveLength(1);
    const [stays] = await living();
    const old = await issue();
    const { result: asked } = await several([account, other], true);
    expect(asked).toMatchObject({
      confirm: 'Выдать слово',
      lines: [
        'Действующее слово уже есть у 2 из 2 выбранных счетов: 0100002483, 0100002498.',
        'Прежнее слово будет отозвано: 1.',
        'Одно слово открывает и другие счета и останется.',
      ],
    });
    expect(await living()).toEqual([stays, old]);
    const fresh = await issue();
    const late = (await several([account, other], true, asked!.seen)).result!;
    expect(late.lines![1]).toBe('Прежние слова будут отозваны: 2.');
    expect(await living()).toEqual([stays, old, fresh]);
    expect((await several([account, other], true, late.seen)).result!.words).toHaveLength(1);
    const now = await living();
    expect([now.length, now[0]]).toEqual([2, stays]);
    const kept = (await several([account, other], false)).result!;
    expect(kept.lines![1]).toBe('Прежнее слово будет действовать и дальше: 1.');
    await several([account, other], false, kept.seen);
    expect(await living()).toHaveLength(3);
  });

  it('leaves a word alone that opens other flats too', async () => {
    const other = await giveAccount(world, 'owner', '0100002499');
    await act(olga, 'code-words/actions/issue', { accounts: [account, other], maxUses: '1', days: '30' });
    const { notes, without, seen } = await opened();
    expect([notes[0], without]).toEqual([expect.stringContaining('открывает и другие счета'), ['revoke']]);
    await send(seen, true);
    expect(await living()).toHaveLength(2);
  });
});
