import { writeFileSync } from 'node:fs';
import { signedIn } from './desk-world.mjs';
import { startCompany } from './company.mjs';
import { median } from './report.mjs';
import { startProgram } from './world.mjs';

const SMALL = 1000;
const LARGE = Number(process.env.BENCH_ACCOUNTS ?? 1_000_000);
const LOOKS = 7;
/** An address that takes longer than this, in seconds, is looked at twice. */
const PATIENCE_S = 1;
const GOAL_RATIO = 1.3;
const GOAL_MS = 150;
const NOISE_MS = 8;
/** The second and the far page of a list, of twenty or twenty-five rows. */
const FAR_PAGE = 200;

/**
 * Every page of residents and of the office, and every list of the panel with its sorts, a search and a far page, in a company of
 * a thousand accounts and in one of a million, in turns: the medians, their ratio, and what is slow.
 */
export async function growth() {
  const companies = [];
  try {
    for (const accounts of [SMALL, LARGE]) companies.push(await open(accounts));
    const [small, large] = companies;
    const rows = [];
    for (const [name, ofLarge] of large.addresses) {
      const ofSmall = small.addresses.get(name);
      if (ofSmall === undefined) continue;
      const times = [[], []];
      // Once for each before it counts: what a company asks for all day is in memory.
      await look(small, ofSmall);
      await look(large, ofLarge);
      for (let turn = 0; turn < LOOKS; turn += 1) {
        times[0].push(await look(small, ofSmall));
        times[1].push(await look(large, ofLarge));
        if (times[1].at(-1).ms > PATIENCE_S * 1000 && turn > 0) break;
      }
      const [one, other] = times.map((looks) => median(looks.map(({ ms }) => ms)));
      const status = times.flat().find(({ status }) => status >= 400)?.status ?? 200;
      rows.push({ name, small: one, large: other, ratio: other / one, status });
    }
    tell(rows);
  } finally {
    for (const company of companies) await company.stop();
  }
}

function tell(rows) {
  rows.sort((one, other) => other.large - one.large);
  for (const { name, small, large, ratio, status } of rows) {
    const wrong = [
      ...(large > GOAL_MS ? [`above ${GOAL_MS} ms`] : []),
      ...(grows({ small, large }) ? ['grows'] : []),
      ...(status === 200 ? [] : [`status ${status}`]),
    ];
    console.log(
      `${name}: ${small.toFixed(1)} → ${large.toFixed(1)} ms, ×${ratio.toFixed(2)}${wrong.length > 0 ? `  ${wrong.join(', ')}` : ''}`,
    );
  }
  const slow = rows.filter(({ large }) => large > GOAL_MS).length;
  const growing = rows.filter(grows).length;
  const broken = rows.filter(({ status }) => status !== 200).length;
  console.log(
    `${rows.length} addresses, ${SMALL} and ${LARGE} accounts: ${slow} above ${GOAL_MS} ms, ${growing} grow by more than ×${GOAL_RATIO}, ${broken} fail`,
  );
  writeFileSync('build/growth.json', JSON.stringify(rows, null, 1));
  if (slow + growing + broken > 0) process.exitCode = 1;
}

/** Within some milliseconds medians differ from one run to the next. */
function grows({ small, large }) {
  return large > GOAL_RATIO * small && large - small > NOISE_MS;
}

async function open(accounts) {
  const world = await startCompany(accounts);
  try {
    const cookie = await signedIn(world.database, 'bench', 'administrator');
    const program = await startProgram('dist/main.js', world, { COMPANY_TOWN: 'Иркутск' });
    const addresses = await addressesOf(world, program.url, cookie);
    const stop = async () => {
      await program.stop();
      await world.stop();
    };
    return { url: program.url, addresses, stop };
  } catch (error) {
    await world.stop();
    throw error;
  }
}

async function look({ url }, { path, headers }) {
  const begun = performance.now();
  const answer = await fetch(url + path, { headers, redirect: 'manual' });
  await answer.arrayBuffer();
  return { ms: performance.now() - begun, status: answer.status };
}

async function addressesOf({ database, visitors }, url, cookie) {
  const addresses = new Map();
  const [{ token, account_id: own }] = visitors;
  const resident = { cookie: `sid=${token}` };
  for (const path of RESIDENTS) addresses.set(path, { path: path.replace(':id', own), headers: resident });
  const { rows } =
    await database.query(`SELECT id AS account, house_id AS house, number FROM account_places WHERE number LIKE '2%'
    ORDER BY number OFFSET (SELECT count(*) / 2 FROM accounts) LIMIT 1`);
  const [{ account, house, number }] = rows;
  const ids = async (query) => (await database.query(query)).rows[0]?.id;
  const of = {
    ':account': account,
    ':house': house,
    ':number': number,
    ':request': await ids('SELECT id FROM service_requests ORDER BY registered_at DESC LIMIT 1'),
    ':entry': await ids('SELECT id FROM appeals ORDER BY registered_at DESC LIMIT 1'),
    ':resident': await ids("SELECT id FROM users WHERE login LIKE 'tenant%' LIMIT 1"),
    ':letter': await ids('SELECT id FROM letters ORDER BY created_at DESC LIMIT 1'),
    ':row': await ids('SELECT id FROM unknown_rows ORDER BY id LIMIT 1'),
  };
  const staff = { cookie };
  for (const path of OFFICE) {
    addresses.set(path, { path: path.replace(/:[a-z]+/g, (name) => of[name] ?? name), headers: staff });
  }
  for (const path of await listsOfPanel(url, cookie)) addresses.set(path, { path, headers: staff });
  return addresses;
}

/** Each list of the panel: the first page, the second, a far one, each order that it offers, and a search. */
async function listsOfPanel(url, cookie) {
  const page = await (await fetch(`${url}/admin`, { headers: { cookie } })).text();
  const [, state] = /window\.REDUX_STATE = ([^]*?);\n\s*window\.THEME/.exec(page) ?? [];
  if (state === undefined) throw new Error('The panel tells nothing of its lists');
  const paths = [];
  for (const { id, listProperties, filterProperties, resourceActions } of JSON.parse(state).resources) {
    if (BESIDE.has(id) || !resourceActions.some(({ name }) => name === 'list')) continue;
    const list = `/admin/api/resources/${id}/actions/list`;
    paths.push(`${list}?page=1`, `${list}?page=2`, `${list}?page=${FAR_PAGE}`);
    for (const { propertyPath: path, isSortable } of listProperties) {
      if (!isSortable) continue;
      for (const direction of ['asc', 'desc']) paths.push(`${list}?sortBy=${path}&direction=${direction}`);
    }
    if (filterProperties.some(({ propertyPath }) => propertyPath === 'q')) {
      for (const typed of SEARCHED) paths.push(`${list}?filters.q=${encodeURIComponent(typed)}`);
    }
    for (const { propertyPath: path, availableValues } of filterProperties) {
      for (const { value } of (availableValues ?? []).slice(0, 3)) {
        paths.push(`${list}?filters.${path}=${encodeURIComponent(value)}`);
      }
    }
  }
  return paths;
}

/** Lists that stand beside a record, of which they show what belongs to it, and in no menu. */
const BESIDE = new Set([
  ...['account-meters', 'meter-accounts', 'charge-lines'],
  ...['request-events', 'appeal-events', 'word-accounts'],
]);

const SEARCHED = ['Иванов', '2000000777', '+79020007919'];

const RESIDENTS = [
  ...['/', '/book', '/help', '/contacts', '/accounts', '/announcements', '/profile', '/profile/sessions'],
  ...[
    '/accounts/:id',
    '/accounts/:id/about',
    '/accounts/:id/balance',
    '/accounts/:id/changes',
    '/accounts/:id/pay',
  ],
  ...['/accounts/:id/readings', '/accounts/:id/readings/history', '/accounts/:id/receipts', '/readings'],
  ...['/requests', '/requests/new?account=:id', '/book/entries', '/book/new'],
];

const OFFICE = [
  ...['/office', '/office/search?q=2000000777', '/office/search?q=Иванов', '/office/search?q=%2B79020007919'],
  ...['/office/accounts/:account', '/office/accounts/:account/readings'],
  ...[
    '/office/accounts/:account/correct',
    '/office/accounts/:account/papers',
    '/office/accounts/:account/word',
  ],
  ...['/office/residents/:resident', '/office/residents/approvals', '/office/houses'],
  ...['/office/houses?q=бобо', '/office/houses/:house', '/office/letters', '/office/letters/:letter'],
  ...['/office/letters/lists', '/office/letters/lists/new', '/office/messages', '/office/messages/:entry'],
  ...[
    '/office/messages/new',
    '/office/messages/publication',
    '/office/messages/report',
    '/office/requests',
    '/office/requests/:request',
  ],
  ...['/office/requests/journal', '/office/requests/report', '/office/requests/new'],
  ...[
    '/office/announcements',
    '/office/announcements/new',
    '/office/unknown-rows',
    '/office/unknown-rows/:row',
  ],
  ...[
    '/office/money/debtors?house=:house',
    '/office/money/debtors',
    '/office/money/turnover?house=:house',
    '/office/money/turnover',
  ],
  ...[
    '/office/money/payments',
    '/office/readings',
    '/office/readings/missing',
    '/office/readings/missing?house=:house',
  ],
  ...[
    '/office/readings/missing/remind?house=:house',
    '/office/readings/sheet?house=:house',
    '/office/readings/unusual',
  ],
  ...['/office/readings/unusual/list'],
];
