// The limit: what a bare node:http program reaches that answers the same account page, byte for byte as long,
// from the same tables with the same prepared statements.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { LINKED_ACCOUNT } from '../dist/accounts/accounts.service.js';
import { CURRENT_OF_ACCOUNT } from '../dist/announcements/announcements.sql.js';
import { SESSION_OF_COOKIE } from '../dist/auth/sessions/sessions.service.js';
import { RECENT_MONTHS } from '../dist/billing/account-money.service.js';
import { METERS_OF_ACCOUNT } from '../dist/readings/readings.sql.js';
import { FRESH_ANSWERS } from '../dist/messages/fresh-answers.service.js';
import { OPEN_OF_ACCOUNT } from '../dist/requests/requests-now.js';
import { money } from '../dist/text/russian.js';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const filler = 'x'.repeat(Number(process.env.PAGE_BYTES ?? 0));
const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => String(text).replace(/[&<>"']/g, (character) => escapes[character]);

async function first({ name, text }, ...values) {
  return (await pool.query({ name, text, values })).rows;
}

const { rows: consents } = await pool.query(
  `SELECT essence_sha256 FROM consent_texts WHERE document = 'personal-data' ORDER BY first_seen_at DESC LIMIT 1`,
);
const essence = consents[0]?.essence_sha256;

createServer(async (request, response) => {
  if (request.url === '/health/live') {
    response.end('ok');
    return;
  }
  const [, token] = /sid=([^;]+)/.exec(request.headers.cookie);
  const accountId = request.url.slice('/accounts/'.length);
  const [session] = await first(SESSION_OF_COOKIE, createHash('sha256').update(token).digest(), essence);
  const [account] = await first(LINKED_ACCOUNT, session.user_id, accountId);
  const [announced, months, meters, requests, answers] = await Promise.all([
    first(CURRENT_OF_ACCOUNT, accountId, new Date(), session.user_id),
    first(RECENT_MONTHS, accountId),
    first(METERS_OF_ACCOUNT, accountId),
    first(OPEN_OF_ACCOUNT, accountId, session.user_id),
    first(FRESH_ANSWERS, accountId, session.user_id, new Date(Date.now() - 14 * 86_400_000)),
  ]);
  const [last] = months;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><title>${escape(account.number)}</title>
<p>${escape(session.first_name)} ${escape(session.last_name)}
<p>${escape(account.house)}, ${escape(account.unit)} ${escape(account.owner_name)} ${escape(account.total_area)}
<p>${money(account.balance_kopecks)} ${escape(account.balance_on)}
<p>${last.period} ${last.due_on} ${money(last.closing_kopecks)}
<ul>${months.map((one) => `<li>${one.period} ${money(one.charged_kopecks)}`).join('')}</ul>
<dl>${last.lines.map((one) => `<dt>${escape(one.service)}<dd>${money(one.total_kopecks)}`).join('')}</dl>
<ul>${meters.map((one) => `<li>${escape(one.number)} ${one.readings?.length}`).join('')}</ul>
<ul>${[...announced, ...requests, ...answers].map((one) => `<li>${escape(one.id)}`).join('')}</ul>
${filler}`);
}).listen(Number(process.env.PORT), '127.0.0.1');

process.on('SIGTERM', () => process.exit(0));
