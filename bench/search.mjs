import { signedIn } from './desk-world.mjs';
import { startSearchWorld } from './search-world.mjs';
import { startProgram } from './world.mjs';

const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 500_000);
const PUBLISHED = Number(process.env.BENCH_PUBLISHED ?? 1_000_000);
const UNDECIDED = Math.min(300_000, Math.floor(ENTRIES * 0.6));
const LOOKS = 30;
const TEN = 'вода нет дом подъезд лифт прошу квартира этаж течёт работает';

/** The search of the office, those of its lists, the book, and the lists of a moderator, over three years of a company. */
export default async function search() {
  const world = await startSearchWorld({
    ...{ requests: ENTRIES, appeals: ENTRIES, published: PUBLISHED, undecided: UNDECIDED },
  });
  try {
    const { database } = world;
    const { rows } = await database.query(
      `SELECT (SELECT appeal_id FROM appeal_publications WHERE state = 'waiting' ORDER BY answered_at OFFSET ${Math.floor(UNDECIDED / 5)} LIMIT 1) AS waiting,
         (SELECT appeal_id FROM appeal_publications WHERE state = 'refused' ORDER BY answered_at LIMIT 1) AS kept,
         (SELECT house_id FROM appeals WHERE house_id IS NOT NULL LIMIT 1) AS house`,
    );
    const cookie = await signedIn(database, 'bench', 'administrator');
    const ours = await startProgram('dist/main.js', world);
    console.log(`${ENTRIES} requests, ${ENTRIES} entries of the register, ${PUBLISHED} published`);
    await looks(ours.url, cookie, rows[0]);
    await ours.stop();
  } finally {
    await world.stop();
  }
}

async function looks(url, cookie, { waiting, kept, house }) {
  const asked = {
    'a common word': 'воду',
    'a rare word': 'бажик',
    'two common words': 'лифт подъезд',
    'ten common words': TEN,
    'the beginning of a word': 'вод*',
    'a word common only long ago': 'подпитка',
    'a word of nobody': 'кабачок',
    'a name': 'павлова 1234',
  };
  const places = {
    'the head': (q) => `/office/search?q=${q}`,
    'the inbox': (q) => `/office/messages?q=${q}`,
    'the inbox, a house': (q) => `/office/messages?house=${house}&q=${q}`,
    'the desk': (q) => `/office/requests?q=${q}`,
    'the book': (q) => `/book?q=${q}`,
  };
  for (const [place, address] of Object.entries(places)) {
    for (const [name, words] of Object.entries(asked)) {
      await measured(`${place}: ${name}`, url + address(encodeURIComponent(words)), cookie);
    }
  }
  const lists = '/office/messages/publication';
  await measured('the book', `${url}/book`, cookie);
  await measured('the book: a far page', `${url}/book?page=${Math.floor(PUBLISHED / 40)}`, cookie);
  await measured('a moderator: what waits', `${url}${lists}`, cookie);
  await measured('a moderator: far in what waits', `${url}${lists}?after=${waiting}`, cookie);
  await measured('a moderator: what is not published', `${url}${lists}?show=kept`, cookie);
  await measured('a moderator: the end of it', `${url}${lists}?show=kept&after=${kept}`, cookie);
  await measured('a moderator: one entry', `${url}${lists}/${waiting}`, cookie);
}

async function measured(name, address, cookie) {
  const times = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const begun = performance.now();
    const answer = await fetch(address, { headers: { cookie } });
    await answer.text();
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
    times.push(performance.now() - begun);
  }
  times.sort((one, other) => one - other);
  const of = (share) => times[Math.floor(share * (times.length - 1))].toFixed(0);
  console.log(`${name}: median ${of(0.5)} ms, p95 ${of(0.95)} ms`);
}
