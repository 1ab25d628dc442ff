// Registers one resident after the other and prints, when told to end (SIGTERM), what the portal has said yes to, how
// long it said no, and what it said meanwhile. Part of drill.sh.
import { setTimeout as sleep } from 'node:timers/promises';

const [address] = process.argv.slice(2);
const yes = [];
const answers = {};
let longest = 0;
let sorry = 0;
let last = performance.now();
let isOver = false;
process.once('SIGTERM', () => (isOver = true));

async function ask(path, options = {}) {
  try {
    const answer = await fetch(`${address}${path}`, {
      ...{ redirect: 'manual', signal: AbortSignal.timeout(30_000) },
      ...options,
    });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  } catch (error) {
    return { status: String(error.cause?.code ?? error.name), body: '' };
  }
}

function count({ status, body }) {
  answers[status] = (answers[status] ?? 0) + 1;
  if (status === 503 && body.includes('Кабинет ненадолго недоступен')) sorry += 1;
}

for (let number = 0; !isOver; number += 1) {
  const login = `ha${number}`;
  const page = await ask('/auth/?register=yes');
  if (page.status !== 200) {
    count(page);
    await sleep(200);
    continue;
  }
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const cookie = page.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const fields = {
    ...{
      login,
      email: `${login}@example.test`,
      password: 'мост и лампа 7',
      repeat: 'мост и лампа 7',
    },
    ...{ firstName: 'Ирина', middleName: 'Петровна', lastName: 'Белова', phone: '8 902 555-66-77' },
    ...{ consent: 'yes', _csrf: csrf },
  };
  const answer = await ask('/auth/registration', {
    ...{ method: 'POST', body: new URLSearchParams(fields) },
    headers: { cookie, origin: address },
  });
  count(answer);
  if (answer.status !== 303) {
    if (answer.status === 422) console.error(answer.body.replace(/<[^>]+>|\s+/g, ' ').slice(0, 2000));
    await sleep(200);
    continue;
  }
  yes.push(login);
  const now = performance.now();
  longest = Math.max(longest, now - last);
  last = now;
}
console.log(JSON.stringify({ yes, answers, sorry, longestSeconds: Math.round(longest / 100) / 10 }));
