// A table belongs to one module: others ask its views and services. What crosses today stands in table-crossings.txt,
// and the list only gets shorter: a new crossing fails, and so does a line that nothing needs any more. A view is for
// others, who only read it; ARCHITECTURE.md draws every table.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const OWNERS = {
  core: ['form_keys', 'installation', 'jobs', 'last_backup', 'rate_limits'],
  audit: ['audit_events', 'audit_sealing', 'audit_seals'],
  mail: ['letters', 'mail_trouble', 'mailing_days', 'mailing_receivers', 'mailing_settlings', 'mailings'],
  users: ['consents', 'users'],
  auth: [
    ...['auth_codes', 'email_changes', 'failed_sign_ins', 'identities', 'passkeys', 'sessions', 'sign_ins'],
    'user_recovery_codes',
  ],
  staff: ['staff', 'staff_passkeys', 'staff_recovery_codes', 'staff_sign_ins', 'stopped_staff_sign_ins'],
  search: ['search_entries'],
  office: ['office_viewers'],
  imports: ['import_profiles'],
  calendar: ['calendar_alarms', 'working_calendars'],
  accounts: [
    ...[
      'account_corrections',
      'account_loads',
      'account_key_changes',
      'account_keys',
      'account_links',
      'household_invitations',
      'account_words',
      'accounts',
      'house_spellings',
      'houses',
      'import_changes',
      'import_places',
      'imports',
      'units',
    ],
  ],
  notifications: ['notification_preferences', 'notification_refusals'],
  residents: ['lost_devices', 'refused_wishes', 'resident_deeds'],
  'code-words': ['code_word_accounts', 'code_words'],
  announcements: ['announcement_asks', 'announcement_mailings', 'announcement_places', 'announcements'],
  billing: [
    ...['balance_statements', 'batch_repeats', 'batches', 'charge_lines', 'payment_documents'],
    ...['payment_days', 'payment_moves', 'payments', 'services', 'undone_batches', 'unknown_rows'],
    ...['document_penalties', 'document_shares', 'recipient_houses', 'recipient_terms', 'recipients'],
  ],
  receipts: ['account_paper_numbers', 'account_papers'],
  meters: ['meter_accounts', 'meters', 'reading_windows'],
  readings: [
    ...['loaded_meter_accounts', 'loaded_meters', 'meter_photos', 'meter_readings', 'no_access_visits'],
    ...['reading_certificates', 'reading_exports', 'reading_nudges', 'undone_meter_loads'],
  ],
  requests: [
    ...['executors', 'message_templates', 'outage_refusals', 'request_categories', 'request_events'],
    ...['request_numbers', 'request_photos', 'service_requests'],
  ],
  personal: ['consent_texts', 'destruction_acts'],
  messages: [
    ...['answer_drafts', 'answer_templates'],
    ...[
      'appeal_drafts',
      'appeal_due_letters',
      'appeal_events',
      'appeal_files',
      'appeal_numbers',
      'appeal_publication_counts',
      'appeal_publications',
      'appeal_threads',
      'appeal_topics',
      'appeals',
    ],
    ...['incoming_letters', 'mailbox_state'],
  ],
};
/** What modules offer of their tables. */
const VIEWS = {
  users: ['given_consents', 'residents'],
  personal: ['texts_of_consents'],
  staff: ['office_people', 'staff_names'],
  search: ['entry_words'],
  accounts: ['account_places', 'active_links', 'ended_links', 'house_addresses'],
  notifications: ['letter_refusals', 'letter_subscribers'],
  billing: ['current_documents'],
  meters: ['installed_meters'],
  readings: ['current_readings'],
  messages: ['registered_appeals'],
};
const OWNER_OF = ownersOf(OWNERS);
const OFFERED_BY = ownersOf(VIEWS);
const LIST = join(root, 'scripts/table-crossings.txt');

function ownersOf(modules) {
  return new Map(Object.entries(modules).flatMap(([module, names]) => names.map((name) => [name, module])));
}

/** What the migrations make and nobody owns. */
function unowned(kind, owners) {
  const made = new Set();
  for (const file of readdirSync(join(root, 'migrations'))) {
    const text = readFileSync(join(root, 'migrations', file), 'utf8');
    for (const [, name] of text.matchAll(new RegExp(`CREATE ${kind} (?:IF NOT EXISTS )?(\\w+)`, 'g'))) {
      made.add(name);
    }
    for (const [, name] of text.matchAll(new RegExp(`DROP ${kind} (?:IF EXISTS )?(\\w+)`, 'g'))) {
      if (!owners.has(name)) made.delete(name);
    }
  }
  return [...made].filter((name) => !owners.has(name)).sort();
}

/** Module and text of each file that may ask the database; comments name what they like. */
const FILES = readdirSync(join(root, 'src'), { recursive: true })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((file) => /\/.*(?<!\.spec)\.tsx?$/.test(file) && !file.startsWith('trial/'))
  .map((file) => ({
    module: file.split('/')[0],
    text: readFileSync(join(root, 'src', file), 'utf8').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, ''),
  }));

const WRITES = 'INTO|UPDATE|DELETE FROM';
const READS_AND_WRITES = 'FROM|JOIN|INTO|UPDATE|USING|ONLY|TABLE';

/** Calls back with module and name for each place in the code where SQL names one of these. */
function named(owners, words, found) {
  const names = `(${[...owners.keys()].join('|')})`;
  // of an update or a lock «FOR UPDATE OF a» no table is named
  const beginning = `|(?:[,'\`]|from:)\\s*['\`]?${names}\\s+[a-z]{1,2}\\b(?=\\s+(?:JOIN|LEFT|WHERE)|['\`])`;
  const places = new RegExp(`\\b(?:${words})\\s+${names}\\b${words === WRITES ? '' : beginning}`, 'g');
  for (const { module, text } of FILES) {
    for (const [, one, other] of text.matchAll(places)) found(module, one ?? other);
  }
}

/** «module table» for each table that SQL of another module names. */
function crossings() {
  const found = new Set();
  named(OWNER_OF, READS_AND_WRITES, (module, table) => {
    if (OWNER_OF.get(table) !== module) found.add(`${module} ${table}`);
  });
  return [...found].sort();
}

/** Views that are written, and those that no other module reads. */
function misused() {
  const unread = new Set(OFFERED_BY.keys());
  const problems = [];
  named(OFFERED_BY, READS_AND_WRITES, (module, view) => {
    if (OFFERED_BY.get(view) !== module) unread.delete(view);
  });
  named(OFFERED_BY, WRITES, (module, view) =>
    problems.push(`${view}: ${module} writes it; a view is only read`),
  );
  return [...problems, ...[...unread].map((view) => `${view}: a view that no other module reads`)];
}

/** Tables that the diagram of ARCHITECTURE.md leaves out. */
function undrawn() {
  const [, diagram = ''] =
    /```mermaid\s+erDiagram([^]*?)```/.exec(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')) ?? [];
  return [...OWNER_OF.keys()].filter((table) => !new RegExp(`^ +${table} \\{`, 'm').test(diagram));
}

const now = crossings();
if (process.argv.includes('--write')) writeFileSync(LIST, `${now.join('\n')}\n`);
const known = readFileSync(LIST, 'utf8').split('\n').filter(Boolean);
const problems = [
  ...[...unowned('TABLE', OWNER_OF), ...unowned('VIEW', OFFERED_BY)].map(
    (name) => `${name}: which module owns it? (scripts/tables.mjs)`,
  ),
  ...misused(),
  ...undrawn().map((table) => `${table}: not in the diagram of ARCHITECTURE.md`),
  ...now
    .filter((line) => !known.includes(line))
    .map((line) => `${line}: a table of another module; ask its views or services`),
  ...known
    .filter((line) => !now.includes(line))
    .map((line) => `${line}: crosses no more, take it from scripts/table-crossings.txt`),
];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
