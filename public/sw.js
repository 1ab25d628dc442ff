// What the browser does for the portal between two pages: the offline page, and readings typed without a signal.
// The line above this file says what belongs to the shell: SHELL = { name, files, offline }. No page of a person is kept.
'use strict';

/** Pages for work have nothing to do with a resident's phone. */
const NOT_OURS = /^\/(admin|office|orders|staff|dev|health)(\/|$)/;
const READINGS = /^(?:\/accounts\/[\w-]{36})?\/readings$/;
const CERTIFICATE =
  /^(?:\/accounts\/[\w-]{36}\/readings\/certificates\/[\w-]{36}(?:\/sent)?|\/readings\/sent\/[\w-]{36})$/;
const STORE = 'readings';
const PATIENCE_MS = 20000;
const KEPT_MS = 14 * 86400000;

addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL.name);
      // Without cookies: what is kept is the same for everybody.
      const requests = [SHELL.offline, ...SHELL.files].map(
        (url) => new Request(url, { credentials: 'omit' }),
      );
      await cache.addAll(requests);
      await skipWaiting();
    })(),
  );
});

addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== SHELL.name) await caches.delete(name);
      await registration.navigationPreload?.enable();
      await clients.claim();
    })(),
  );
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode !== 'navigate') {
    if (SHELL.files.includes(pathname)) event.respondWith(ofShell(request));
  } else if (NOT_OURS.test(pathname)) {
    return;
  } else if (request.method === 'GET') {
    event.respondWith(pageOf(event));
  } else if (READINGS.test(pathname)) {
    event.respondWith(sendOrKeep(request, pathname));
  } else if (pathname === '/auth/logout') {
    event.respondWith(leave(request));
  }
});

/** The browser calls when the signal is back, also when no page is open. */
addEventListener('sync', (event) => {
  if (event.tag === STORE) event.waitUntil(sendKept());
});

/** A page asks what has become of readings, which is the moment to send them. */
addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.data !== STORE || !port) return;
  const told = sendKept()
    .catch(() => {})
    .then(news)
    .then(
      (list) => port.postMessage(list),
      () => port.postMessage([]),
    );
  event.waitUntil(told);
});

async function ofShell(request) {
  return (await caches.match(new URL(request.url).pathname)) || fetch(request);
}

async function pageOf({ request, preloadResponse }) {
  try {
    return (await preloadResponse) || (await fetch(request));
  } catch {
    return offline();
  }
}

async function offline() {
  return (await caches.match(SHELL.offline)) || Response.error();
}

/** Only the person's own «Выйти» that the portal has heard takes their readings off the phone. */
async function leave(request) {
  try {
    const answer = await fetch(request);
    if (answer.type === 'opaqueredirect' || answer.ok) await forgetAll();
    return answer;
  } catch {
    return offline();
  }
}

async function sendOrKeep(request, path) {
  const copy = request.clone();
  try {
    // What was typed before is sent before: it must not take the place of this.
    await sendKept();
    const answer = await Promise.race([
      fetch(request),
      new Promise((_, fail) => setTimeout(() => fail(new Error('no signal')), PATIENCE_MS)),
    ]);
    if (answer.type === 'opaqueredirect') await forgetAsked(path);
    return answer;
  } catch {
    const body = new URLSearchParams(await copy.text());
    const [key, person] = [body.get('_key'), body.get('_person')];
    if (!key || !person) return Response.error();
    body.delete('_csrf');
    await write({ key, person, path, body: body.toString(), at: Date.now(), state: 'waiting' });
    await registration.sync?.register(STORE).catch(() => {});
    return offline();
  }
}

/** What was asked about has been answered by this form. */
async function forgetAsked(path) {
  for (const kept of await readAll())
    if (kept.path === path && kept.state === 'asked') await remove(kept.key);
}

let sending;

/** One after another, and never twice at once; throws while there is no signal, so that the browser calls again. */
function sendKept() {
  sending ??= (async () => {
    for (const kept of (await readAll()).sort((one, other) => one.at - other.at)) {
      if (Date.now() - kept.at > KEPT_MS) await remove(kept.key);
      else if (kept.state === 'waiting' || kept.state === 'signed-out') await send(kept);
    }
  })().finally(() => (sending = undefined));
  return sending;
}

async function send(kept) {
  const page = await fetch(kept.path, { cache: 'no-store' });
  if (page.status >= 500 || page.status === 429) throw new Error('not now');
  if (page.redirected) return write({ ...kept, state: 'signed-out' });
  const html = await page.text();
  const of = (name) => new RegExp(`name="${name}" value="([\\w-]+)"`).exec(html)?.[1];
  const [token, person] = [of('_csrf'), of('_person')];
  // Somebody else is signed in on this phone by now, or the account is gone: nobody's readings stay here.
  if (person !== kept.person) return remove(kept.key);
  const body = new URLSearchParams(kept.body);
  body.set('_csrf', token);
  const answer = await fetch(kept.path, { method: 'POST', body });
  if (answer.status >= 500 || answer.status === 429) throw new Error('not now');
  const address = new URL(answer.url).pathname;
  if (CERTIFICATE.test(address)) {
    const numbers = (await answer.text()).matchAll(/Справка №(?:&nbsp;|\s)*(\d+)/g);
    // Of all flats of a family, each once.
    const number = [...new Set([...numbers].map(([, one]) => one))].join(', ');
    return write({ ...kept, state: 'sent', address, number, body: '' });
  }
  if (address !== kept.path) return write({ ...kept, state: 'signed-out' });
  return write(answer.redirected ? { ...kept, state: 'sent', body: '' } : { ...kept, state: 'asked' });
}

/** What a page tells the person; what has been told of sent ones is forgotten. */
async function news() {
  const list = await readAll();
  for (const { key, state } of list) if (state === 'sent') await remove(key);
  return list;
}

/** The answers of IndexedDB as promises. */
function answerOf(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function store(mode, work) {
  const opened = indexedDB.open(STORE, 1);
  opened.onupgradeneeded = () => opened.result.createObjectStore(STORE, { keyPath: 'key' });
  const database = await answerOf(opened);
  try {
    return await answerOf(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

const readAll = () => store('readonly', (kept) => kept.getAll());
const write = (one) => store('readwrite', (kept) => kept.put(one));
const remove = (key) => store('readwrite', (kept) => kept.delete(key));
const forgetAll = () => store('readwrite', (kept) => kept.clear());
