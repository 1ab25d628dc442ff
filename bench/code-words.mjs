import { makeCodeWord, normaliseCodeWord } from '../dist/code-words/code-word.js';
import { Secrets } from '../dist/core/secrets.js';
import { randomInt } from 'node:crypto';
import { settings, startProgram, startWorld } from './world.mjs';

const TRIES = 200;
const WARM_UP = 20;
const GOAL_MS = 15;

/** How long the refusal of a wrong, a spent, a revoked and an expired word takes: a difference would tell which it is. */
export default async function codeWords() {
  const world = await startWorld(50);
  try {
    const { APP_SECRET } = settings(world);
    const words = await refusedWords(world.database, new Secrets(APP_SECRET));
    const ours = await startProgram('dist/main.js', world, { APP_SECRET });
    const visitor = await openForm(ours.url, world.visitors[0].token);
    const times = Object.fromEntries(Object.keys(words).map((kind) => [kind, []]));
    const kinds = Object.keys(words);
    for (let turn = -WARM_UP; turn < TRIES; turn += 1) {
      // Nobody always comes first.
      for (let place = 0; place < kinds.length; place += 1) {
        const kind = kinds[(place + turn + WARM_UP) % kinds.length];
        const began = performance.now();
        await refuse(ours.url, visitor, words[kind]);
        if (turn >= 0) times[kind].push(performance.now() - began);
      }
    }
    const medians = kinds.map((kind) => median(times[kind]));
    kinds.forEach((kind, index) =>
      console.log(`${kind}: median ${medians[index].toFixed(1)} ms of ${TRIES} tries`),
    );
    const difference = Math.max(...medians) - Math.min(...medians);
    const verdict = difference < GOAL_MS ? 'reached' : 'NOT reached';
    console.log(`difference of medians ${difference.toFixed(1)} ms, goal under ${GOAL_MS} ms: ${verdict}`);
    if (difference >= GOAL_MS) process.exitCode = 1;
    await ours.stop();
  } finally {
    await world.stop();
  }
}

/** Words of which only an HMAC is kept, as the office issues them. */
async function refusedWords(database, secrets) {
  const words = Object.fromEntries(
    ['wrong', 'spent', 'revoked', 'expired'].map((kind) => [kind, makeCodeWord(randomInt)]),
  );
  const mac = (kind) => secrets.mac('code word', normaliseCodeWord(words[kind]));
  await database.query(
    `WITH office AS (INSERT INTO staff (login, login_key, email, role, password_hash, password_changed_at, name)
                     VALUES ('bench', 'bench', 'bench@example.test', 'operator', '', now(), 'Bench') RETURNING id)
     INSERT INTO code_words (word_hmac, issued_by, issued_at, expires_at, max_uses, used_count, revoked_at)
     SELECT w.mac, office.id, now() - interval '2 days', now() + w.days * interval '1 day', 1, w.used,
            CASE WHEN w.revoked THEN now() END
     FROM office, (VALUES ($1::bytea, 30, 1, false), ($2, 30, 0, true), ($3, -1, 0, false)) AS w (mac, days, used, revoked)`,
    [mac('spent'), mac('revoked'), mac('expired')],
  );
  return words;
}

async function openForm(url, token) {
  const cookie = `sid=${token}`;
  const page = await (await fetch(`${url}/accounts/link/word`, { headers: { cookie } })).text();
  const [, csrf] = /name="_csrf" value="([^"]+)"/.exec(page) ?? [];
  if (csrf === undefined) throw new Error('the page has no form of code words');
  return { cookie, csrf };
}

async function refuse(url, { cookie, csrf }, word) {
  const answer = await fetch(`${url}/accounts/link/word`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _csrf: csrf, word }).toString(),
  });
  await answer.text();
  if (answer.status !== 422) throw new Error(`a word that is refused answers ${answer.status}`);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}
