import { PHRASES } from './find-world.mjs';

/** The second and the far page of a list, of twenty or twenty-five rows. */
const FAR_PAGE = 200;
/** So many times a list that goes on from its last row is followed before it counts as far. */
const FURTHER = 8;

/** All addresses of a company that are looked at, by the name that they have in each company. */
export async function addressesOf({ database, visitors }, url, cookie) {
  const addresses = new Map();
  const [{ token, account_id: own }] = visitors;
  const resident = { cookie: `sid=${token}` };
  const staff = { cookie };
  for (const path of RESIDENTS) addresses.set(path, { path: path.replace(':id', own), headers: resident });
  const of = await placesIn(database);
  const filled = (path) => path.replace(/:[a-z]+/g, (name) => of[name] ?? name);
  for (const path of OFFICE) addresses.set(path, { path: filled(path), headers: staff });
  for (const path of FOLLOWED) {
    const far = await further(url, filled(path), staff);
    if (far) addresses.set(`${path}, further`, { path: far, headers: staff });
  }
  for (const typed of phrases()) {
    const path = `/office/find?${new URLSearchParams({ q: typed })}`;
    addresses.set(`the field: ${typed}`, { path, headers: { ...staff, 'x-pane': '1' } });
  }
  for (const path of await listsOfPanel(url, cookie)) addresses.set(path, { path, headers: staff });
  return addresses;
}

/** Records in the middle of the company, and those of the journal that have happened last. */
async function placesIn(database) {
  const { rows } =
    await database.query(`SELECT id AS account, house_id AS house, number FROM account_places WHERE number LIKE '2%'
    ORDER BY number OFFSET (SELECT count(*) / 2 FROM accounts) LIMIT 1`);
  const [{ account, house, number }] = rows;
  const id = async (query, ...values) => (await database.query(query, values)).rows[0]?.id;
  return {
    ...{ ':account': account, ':house': house, ':number': number },
    ':request': await id('SELECT id FROM service_requests ORDER BY registered_at DESC LIMIT 1'),
    ':entry': await id('SELECT id FROM appeals ORDER BY registered_at DESC LIMIT 1'),
    ':resident': await id("SELECT id FROM users WHERE login LIKE 'tenant%' LIMIT 1"),
    ':letter': await id('SELECT id FROM letters ORDER BY created_at DESC LIMIT 1'),
    ':row': await id('SELECT id FROM unknown_rows ORDER BY id LIMIT 1'),
    ':meter': await id('SELECT meter_id AS id FROM meter_accounts WHERE account_id = $1 LIMIT 1', account),
    ':unusual': await id("SELECT id FROM meter_readings WHERE status = 'sent' ORDER BY id LIMIT 1"),
    ':executor': await id('SELECT id FROM executors LIMIT 1'),
    ':day': await id('SELECT max(paid_on)::text AS id FROM payments WHERE paid_on < current_date'),
    ':monthago': await id("SELECT to_char(now() - interval '1 month', 'YYYY-MM') AS id"),
  };
}

/** Where «Дальше» of a list leads after some pages; nothing where it has no second one. */
async function further(url, path, headers) {
  let next = path;
  for (let page = 0; page < FURTHER; page += 1) {
    const text = await (await fetch(url + next, { headers })).text();
    const [, href] =
      /<a [^>]*href="([^"]*)"[^>]*>(?:Дальше|Следующи|Показать ещё|Более ранние)/.exec(text) ?? [];
    if (href === undefined) return page === 0 ? undefined : next;
    next = href.replaceAll('&amp;', '&');
  }
  return next;
}

/** All that is typed to find a flat, with words that very many have. */
function phrases() {
  const typed = ['addresses', 'names', 'slips', 'layouts', 'numbers', 'ends'].flatMap((kind) =>
    PHRASES[kind].map(([words]) => words),
  );
  return new Set([...typed, 'иван', 'анна', 'сергеевна', 'иванович иван', '1', '15', 'кв 15', 'ул']);
}

/** Each list of the panel: the first page, the second, a far one, each order that it offers, each filter, and a search. */
async function listsOfPanel(url, cookie) {
  const page = await (await fetch(`${url}/admin/resources/accounts`, { headers: { cookie } })).text();
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
      paths.push(`${list}?sortBy=${path}&direction=desc&page=${FAR_PAGE}`);
    }
    for (const { propertyPath: path, availableValues, type } of filterProperties) {
      if (path === 'q') {
        for (const typed of SEARCHED) paths.push(`${list}?filters.q=${encodeURIComponent(typed)}`);
      }
      for (const { value } of availableValues ?? []) {
        paths.push(`${list}?filters.${path}=${encodeURIComponent(value)}`);
      }
      if (path !== 'q' && path !== 'id' && type === 'string' && !availableValues) {
        for (const typed of TYPED) paths.push(`${list}?filters.${path}=${encodeURIComponent(typed)}`);
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
/** Into a filter of words: what many rows hold, and what none does. */
const TYPED = ['Иванов', 'Щукарь'];

const RESIDENTS = [
  ...['/', '/book', '/help', '/contacts', '/accounts', '/announcements', '/profile', '/profile/sessions'],
  ...['/profile/sign-ins', '/accounts/:id', '/accounts/:id/about', '/accounts/:id/balance'],
  ...['/accounts/:id/changes', '/accounts/:id/pay', '/accounts/:id/readings'],
  ...['/accounts/:id/readings/history', '/accounts/:id/receipts', '/readings'],
  ...['/requests', '/requests/new?account=:id', '/book/entries', '/book/new'],
];

const OFFICE = [
  ...['/office', '/office/search?q=2000000777', '/office/search?q=Иванов', '/office/search?q=%2B79020007919'],
  ...['/office/search?q=Иванов Иван', '/office/search?q=вода', '/office/search?q=3512,45'],
  ...['/office/accounts/:account', '/office/accounts/:account/history', '/office/accounts/:account/readings'],
  ...['/office/accounts/:account/meters/:meter', '/office/accounts/:account/correct'],
  ...[
    '/office/accounts/:account/papers',
    '/office/accounts/:account/word',
    '/office/accounts/:account/receipt',
  ],
  ...['/office/residents/:resident', '/office/residents/:resident/history', '/office/residents/approvals'],
  ...['/office/houses', '/office/houses?q=бобо', '/office/houses?show=empty', '/office/houses/:house'],
  ...[
    '/office/houses/:house/flats',
    '/office/letters',
    '/office/letters?q=Пароль',
    '/office/letters?q=t7770@',
  ],
  ...['/office/letters/:letter', '/office/letters/lists', '/office/letters/lists?page=20'],
  ...['/office/letters/lists/new', '/office/letters/lists/new?house=:house'],
  ...['waiting', 'late', 'mine', 'over'].map((show) => `/office/messages?show=${show}`),
  ...['complaint', 'question'].map((kind) => `/office/messages?show=over&kind=${kind}`),
  ...['/office/messages?show=over&house=:house', '/office/messages?who=none', '/office/messages?q=прошу'],
  ...['/office/messages?q=Иванов', '/office/messages/:entry', '/office/messages/new'],
  ...['/office/messages/publication', '/office/messages/publication?show=published'],
  ...['/office/messages/report', '/office/messages/report?month=:monthago'],
  ...['all', 'late', 'soon', 'mine', 'deferred'].map((show) => `/office/requests?show=${show}`),
  ...['any', 'closed', 'open', 'declined'].map((state) => `/office/requests?state=${state}`),
  ...[
    '/office/requests?house=:house',
    '/office/requests?state=any&house=:house',
    '/office/requests?kind=lift',
  ],
  ...['/office/requests?state=any&kind=lift', '/office/requests?executor=none', '/office/requests?q=течёт'],
  ...['/office/requests?q=Иванов', '/office/requests/:request', '/office/requests/journal'],
  ...['/office/requests/journal?house=:house', '/office/requests/journal?kind=lift'],
  ...['/office/requests/journal?state=closed', '/office/requests/journal?channel=cabinet'],
  ...['/office/requests/journal?since=2020-01-01', '/office/requests/report'],
  ...['/office/requests/report?month=:monthago', '/office/requests/new', '/office/requests/places?q=бобо 1'],
  ...['/office/requests/places?q=Иванов', '/office/requests/places?q=2000000777'],
  ...['/office/announcements', '/office/announcements?page=20', '/office/announcements?show=over'],
  ...['/office/announcements/new', '/office/unknown-rows', '/office/unknown-rows?page=200'],
  ...[
    '/office/unknown-rows?show=dismissed',
    '/office/unknown-rows?q=Иванов',
    '/office/unknown-rows?q=3512,45',
  ],
  ...['/office/unknown-rows/:row', '/office/money/debtors', '/office/money/debtors?house=:house'],
  ...['/office/money/turnover', '/office/money/turnover?house=:house', '/office/money/payments'],
  ...['/office/money/payments?since=:day', '/office/money/payments?house=:house', '/office/readings'],
  ...['/office/money/payments?since=2026-10-01&until=2026-10-31', '/office/readings?q=бобо'],
  ...['/office/readings/missing', '/office/readings/missing?house=:house', '/office/readings/missing?q=бобо'],
  ...['/office/readings/missing/remind?house=:house', '/office/readings/sheet?house=:house'],
  ...['/office/readings/unusual', '/office/readings/unusual/list', '/office/readings/unusual/:unusual'],
  ...['/office/doctor', '/office/help?q=показания'],
];

/** Lists that go on from their last row. */
const FOLLOWED = [
  ...[
    '/office/readings',
    '/office/readings/missing',
    '/office/readings/unusual/list',
    '/office/unknown-rows',
  ],
  ...['/office/messages?show=waiting', '/office/messages?show=over', '/office/requests?show=all'],
  ...['/office/requests?state=any', '/office/requests?state=closed', '/office/requests/journal'],
  ...['/office/letters', '/office/letters/lists', '/office/messages/publication', '/office/announcements'],
  ...['/office/houses/:house/flats', '/office/readings/sheet?house=:house', '/book'],
];
