import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount, giveDocuments, type GivenDocument } from './support/billing.js';
import type { Client } from './support/client.js';
import { codesInPdf } from './support/codes-in-pdf.js';
import { enterOffice, hire } from './support/office.js';
import { readPdf } from './support/pdf.js';
import type { Page } from './support/page.js';
import { FUND } from './support/recipients.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const REQUISITES = '/office/requisites';

let world: World;
let irina: Client;
let accountant: Client;
let account: string;
let document: GivenDocument;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '0100002345');
  const months = await giveDocuments(world, account, 2, {
    opening: 100_000,
    change: (month) => {
      const repair = { ...month.lines[0]!, service: 'Взнос на капитальный ремонт', unit: 'м²' };
      month.lines.push(repair);
      month.paid = 0;
    },
  });
  document = months[1]!;
  irina = await signIn(world, 'irina');
  accountant = await hire(world, 'buh', 'accountant', 'Орлова Анна');
});
afterAll(() => world?.stop());

async function write(
  path: string,
  filling: Record<string, string | string[]>,
  by = accountant,
): Promise<Page> {
  return agree(await (await by.get(path)).form(path).submit(filling));
}

/** Whoever is asked about receipts that people have already says that so it shall be. */
async function agree(page: Page): Promise<Page> {
  const [tick] = page.isHtml ? page.html.querySelectorAll('input[name="agreed"]') : [];
  return tick ? page.form(/requisites/).submit({ agreed: [tick.getAttribute('value')!] }) : page;
}

/** The codes of the last receipt, large and usual. */
async function codes(): Promise<Record<string, string>[]> {
  const path = `/accounts/${account}/receipts/2026-10/pdf`;
  const [usual, large] = await Promise.all([irina.get(path), irina.get(`${path}?large=1`)]);
  const read = codesInPdf(usual.bytes);
  expect(codesInPdf(large.bytes)).toEqual(read);
  return read;
}

const total = (some: readonly Record<string, string>[]) =>
  some.reduce((sum, { Sum }) => sum + Number(Sum), 0);

describe('Requisites of the company', () => {
  it('come from the settings at the first start, once', async () => {
    const page = await accountant.get(REQUISITES);
    expect(page.text).toContain('40702810800000000001, БИК 042520607');
    expect(page.text).toContain('с самого начала');
    await world.product.restart();
    const [{ count }] = (await world.database.query(
      'SELECT count(*)::integer AS count FROM recipient_terms',
    )) as [{ count: number }];
    expect(count).toBe(1);
    expect(await codes()).toMatchObject([{ PersonalAcc: '40702810800000000001' }]);
  });

  it.each([
    ['inn', '3800000006', 'контрольные цифры'],
    ['bic', '142520607', 'БИК'],
    ['account', '40702810138250123018', 'не подходит к БИК 044525225'],
    ['account', '4070281013825012301', '20 цифр'],
    ['correspondentAccount', '30101810400000000226', 'ключ'],
    ['kpp', '12345', 'девять знаков'],
    ['since', '2026-02-30', 'день'],
    ['takes', 'rest', 'уже получает ООО «УК Макском»'],
    ['houses', 'ул. Несуществующая, 999', 'Дома «ул. Несуществующая, 999» нет'],
  ])('are refused at the field where %s is wrong', async (field, value, words) => {
    const page = await write(`${REQUISITES}/new`, { ...FUND, [field]: value });
    expect(page.status).toBe(422);
    const error = page.html.querySelector(`#${field}-error`);
    expect(error?.text.replaceAll('\u00A0', ' ')).toContain(words);
    expect((await accountant.get(REQUISITES)).text).not.toContain('Фонд капитального ремонта');
  });

  it('of an organisation are refused without КПП, which only a person in business has none of', async () => {
    const page = await write(`${REQUISITES}/new`, { ...FUND, inn: '3800000005' });
    expect([page.status, page.errorOf('kpp')]).toEqual([
      422,
      'У организации с ИНН из 10 цифр есть КПП: укажите его',
    ]);
  });

  it('are for accountants and administrators', async () => {
    const operator = await hire(world, 'operator', 'operator', 'Петрова Ольга');
    expect((await operator.get(REQUISITES)).status).toBe(403);
    expect(
      (await enterOffice(world, 'buh', 'сорок человек в коридоре').then((one) => one.get(REQUISITES))).status,
    ).toBe(200);
  });
});

describe('A receipt with a second recipient', () => {
  it('has a slip and a code for each, which add up to it', async () => {
    const saved = await write(`${REQUISITES}/new`, FUND);
    expect([saved.status, saved.location]).toEqual([303, REQUISITES]);
    const read = await codes();
    expect(
      read.map(({ Name, PersonalAcc, Purpose, Category }) => [Name, PersonalAcc, Purpose, Category]),
    ).toEqual([
      ['ООО «УК Макском»', '40702810800000000001', 'Оплата ЖКУ за 10.2026, л/с 0100002345', 'Квартплата'],
      [FUND.name, FUND.account, 'Взнос на капитальный ремонт за 10.2026, л/с 0100002345', undefined],
    ]);
    expect(total(read)).toBe(document.closing);
    const { pages } = readPdf((await irina.get(`/accounts/${account}/receipts/2026-10/pdf`)).bytes);
    expect(pages.map(({ text }) => text).join(' ')).toContain('бухгалтерия по получателям не делит');
  });

  it('is the same on the page that is printed', async () => {
    const page = await irina.get(`/accounts/${account}/receipts/2026-10`);
    const slips = page.html.querySelectorAll('.receipt-slip');
    expect(slips).toHaveLength(2);
    expect(slips[1]!.text).toContain(FUND.account);
    expect(slips.every((slip) => slip.querySelector('svg') !== null)).toBe(true);
  });

  it('is told apart and together where it is paid', async () => {
    const page = await irina.get(`/accounts/${account}`);
    const parts = page.html
      .querySelectorAll('.pay-parts dd')
      .map(({ text }) => Number(text.replace(/\D/g, '')));
    expect(parts).toHaveLength(2);
    expect(parts[0]! + parts[1]!).toBe(document.closing);
    const pay = await irina.get(`/accounts/${account}/pay`);
    expect(pay.html.querySelectorAll('svg.pay-code')).toHaveLength(2);
    expect(pay.text).toContain('Это 2 платежа');
    const pictures = pay.html.querySelectorAll('a[download]').map((link) => link.getAttribute('href')!);
    for (const href of pictures) expect((await irina.get(href)).status).toBe(200);
    expect((await irina.get(`/accounts/${account}/pay/code.png?to=999`)).status).toBe(404);
  });

  it('says on the page and on the receipt whose advance lowers the others, and what it covers', async () => {
    const ahead = async (kopecks: number) => {
      await world.database.query(
        `INSERT INTO document_shares (document_id, recipient_id, beside_kopecks)
         SELECT $1, max(recipient_id), -$2::bigint FROM recipient_terms
         ON CONFLICT (document_id, recipient_id) DO UPDATE SET beside_kopecks = excluded.beside_kopecks`,
        [document.id, kopecks],
      );
      await world.database.query('UPDATE payment_documents SET closing_kopecks = $2 WHERE id = $1', [
        ...[document.id, document.closing - kopecks],
      ]);
      await world.database.query('SELECT refresh_balances(ARRAY[$1::uuid])', [account]);
      const pages = [
        `/accounts/${account}`,
        `/accounts/${account}/pay`,
        `/accounts/${account}/receipts/2026-10`,
      ];
      return Promise.all(pages.map(async (path) => (await irina.get(path)).text.replace(/\s+/g, ' ')));
    };
    const lowered = await ahead(document.closing - 100);
    for (const text of lowered.slice(0, 2)) {
      expect(text).toMatch(/У получателя Фонд .* переплата .* на неё уменьшено то, что просят остальные/);
    }
    for (const text of await ahead(document.closing + 100)) {
      expect(text).toMatch(
        /Начислено и не оплачено: ООО «УК Макском» — .* Переплата: Фонд .* платить не нужно/,
      );
    }
    await world.database.query('DELETE FROM document_shares WHERE document_id = $1', [document.id]);
    await world.database.query('UPDATE payment_documents SET closing_kopecks = $2 WHERE id = $1', [
      ...[document.id, document.closing],
    ]);
    await world.database.query('SELECT refresh_balances(ARRAY[$1::uuid])', [account]);
  });

  it('asks each for what is left once the registry says whom a payment was for', async () => {
    const before = await codes();
    const [batch] = await world.database.query<{ id: string }>('SELECT id FROM batches LIMIT 1');
    await world.database.query(
      `INSERT INTO payments (account_id, paid_on, amount_kopecks, batch_id, key, recipient_id)
       SELECT $1, '2026-11-03', $2, $3, 'told', max(recipient_id) FROM recipient_terms`,
      [account, Number(before[1]!['Sum']), batch!.id],
    );
    await world.database.query('SELECT refresh_balances(ARRAY[$1::uuid])', [account]);
    const after = await codes();
    expect(after).toMatchObject([{ Name: 'ООО «УК Макском»', Sum: before[0]!['Sum'] }]);
    expect((await irina.get(`/accounts/${account}`)).html.querySelector('.pay-parts')).toBeNull();
    await world.database.query("DELETE FROM payments WHERE key = 'told'");
    await world.database.query('SELECT refresh_balances(ARRAY[$1::uuid])', [account]);
  });
});

describe('A change of requisites', () => {
  it('is on the last receipt from its day on, as where the code is shown; months of before keep theirs', async () => {
    const printed = async (month: string): Promise<string> => {
      const { pages } = readPdf((await irina.get(`/accounts/${account}/receipts/${month}/pdf`)).bytes);
      return pages.map(({ text }) => text).join(' ');
    };
    /** What the page of the codes and the receipt say of each recipient: name, account, sum. */
    const both = async (): Promise<[string[][], string[][]]> => {
      const page = await irina.get(`/accounts/${account}/pay`);
      const copied = (card: string): string[][] =>
        page.html
          .querySelectorAll(card)
          .map((list) =>
            list.querySelectorAll('dd:not(.copy)').map(({ text }) => text.replaceAll('\u00A0', ' ')),
          );
      const shown = copied('dl.copies').map((facts) => [
        ...[facts[2]!, facts[4]!, facts[1]!.replace(/\D/g, ''), facts.at(-1)!],
      ]);
      const read = (await codes()).map(({ Name, PersonalAcc, Sum, Purpose }) => [
        ...[Name!, PersonalAcc!, Sum!, Purpose!],
      ]);
      return [shown, read];
    };
    const [before, receipt] = await both();
    expect(before).toEqual(receipt);
    expect(before).toHaveLength(2);
    await world.database.query(
      "UPDATE payment_documents SET created_at = created_at - interval '40 days' WHERE account_id = $1",
      [account],
    );
    const [{ id, yesterday }] = (await world.database.query(
      `SELECT min(recipient_id) AS id, to_char(now() - interval '1 day', 'YYYY-MM-DD') AS yesterday FROM recipient_terms`,
    )) as [{ id: number; yesterday: string }];
    await write(`${REQUISITES}/${id}`, { since: yesterday, account: '40702810100000000002' });
    const [after, moved] = await both();
    expect(after).toEqual(moved);
    expect(after[0]![1]).toBe('40702810100000000002');
    const last = await printed('2026-10');
    expect(last).toContain('40702810100000000002');
    expect(last).not.toContain('40702810800000000001');
    expect(last).toContain('Реквизиты изменились после выпуска квитанции');
    const past = await printed('2026-09');
    expect(past).toContain('40702810800000000001');
    expect(past).not.toContain('40702810100000000002');
    await world.database.query('DELETE FROM recipient_terms WHERE since = $1', [yesterday]);
    await world.product.restart();
  });

  it('is from a day on: documents of before keep theirs', async () => {
    const [{ id, tomorrow }] = (await world.database.query(
      `SELECT min(recipient_id) AS id, to_char(now() + interval '2 days', 'YYYY-MM-DD') AS tomorrow FROM recipient_terms`,
    )) as [{ id: number; tomorrow: string }];
    const moved = { bank: 'ПАО Сбербанк', bic: '044525225', account: '40702810138250123017' };
    const other = { ...moved, correspondentAccount: '30101810400000000225' };
    expect((await write(`${REQUISITES}/${id}`, { since: tomorrow, ...other })).status).toBe(303);
    expect((await codes())[0]).toMatchObject({ PersonalAcc: '40702810800000000001' });
    const page = await accountant.get(REQUISITES);
    expect(page.text).toContain('реквизиты изменятся');
    const shown = await accountant.get(`${REQUISITES}/${id}`);
    expect(shown.text).toContain('Орлова Анна');
    const [line] = await world.database.query<{ details: { changed: Record<string, string[]> } }>(
      "SELECT details FROM audit_events WHERE action = 'recipient.changed' ORDER BY id DESC LIMIT 1",
    );
    expect(line!.details.changed['account']).toEqual(['40702810800000000001', '40702810138250123017']);
  });

  it('is refused where somebody else has been faster', async () => {
    const [{ id }] = (await world.database.query('SELECT max(recipient_id) AS id FROM recipient_terms')) as [
      { id: number },
    ];
    const opened = (await accountant.get(`${REQUISITES}/${id}`)).form(`${REQUISITES}/${id}`);
    expect((await write(`${REQUISITES}/${id}`, { ...FUND, purpose: 'Взнос' })).status).toBe(303);
    expect((await opened.submit({ ...FUND, purpose: 'Другой взнос' })).status).toBe(409);
    const page = await accountant.get(REQUISITES);
    expect(page.text).not.toContain('Другой взнос');
  });

  it('ends a recipient: its services go to whoever takes the rest', async () => {
    const [{ id }] = (await world.database.query('SELECT max(recipient_id) AS id FROM recipient_terms')) as [
      { id: number },
    ];
    const form = (await accountant.get(`${REQUISITES}/${id}`)).form(`${REQUISITES}/${id}`);
    expect((await agree(await form.submit({ ...FUND, ended: true }))).status).toBe(303);
    const read = await codes();
    expect([read.length, total(read)]).toEqual([1, document.closing]);
    expect((await accountant.get(REQUISITES)).text).toContain('Больше не получают');
  });
});
