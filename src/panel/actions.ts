import { promisify } from 'node:util';
import express, { type Request, type RequestHandler, type Response } from 'express';
import type { Scratch } from '../core/storage.js';
import type {
  PanelAction,
  PanelField,
  PanelFile,
  PanelOutcome,
  PanelResource,
  PanelUpload,
} from './declaration.js';
import { limited } from '../web/body-limit.js';
import { problemsOf } from '../web/field.js';
import { changeIn, conflictOf, type Journal, movedOn } from './conflict.js';
import { bodyIsFile } from '../web/body-time.js';
import { exactRouter, refuse, staffOf, missing } from './guard.js';
import { readInput } from './inputs.js';
import { Records, type Row } from './records.js';
import { personOf } from './panel-pages.js';
import { isId } from './records.sql.js';
import { allowed, declared } from './rights.js';
import { spool, TooLarge } from './upload.js';
import type { ActionAnswer } from './view.js';

const LARGEST_FORM = 64 * 1024;
const SENT_BEFORE =
  'Эта форма уже отправлена. Проверьте, что получилось; если нужно сделать то же ещё раз, откройте форму заново.';
const NO_RIGHT = 'нет права на это действие';

interface Sent {
  key: string;
  confirmed: boolean;
  seen: string;
  fields: Record<string, unknown>;
  /** What the form was opened with. */
  version: number;
  before: Record<string, unknown>;
}

/** An action that somebody may do, to which record. */
interface Asked extends Around {
  readonly resource: PanelResource;
  readonly action: PanelAction;
  readonly id: string;
}

/** What actions need around them. */
interface Around extends Journal {
  /** A folder for one upload. */
  readonly scratch: () => Promise<Scratch>;
  /** Does what a form asks for, but nothing for the other half of a double click; see `FormKeys.once`. */
  readonly once: Once;
}

/** Work that is done once for each key and content, unless it changed nothing. */
export type Once = (
  key: string,
  content: string,
  work: () => Promise<PanelOutcome>,
  changed: (outcome: PanelOutcome) => boolean,
) => Promise<PanelOutcome | undefined>;

/** The only way to change anything through the panel: POST of a declared action by an allowed role. */
export function actions(resources: ReadonlyMap<string, PanelResource>, around: Around): RequestHandler {
  const router = exactRouter();
  router.post(['/:resource/actions/:action', '/:resource/records/:id/:action'], async (request, response) => {
    const { resource: resourceId, action: name, id = '' } = request.params as Record<string, string>;
    const resource = resources.get(resourceId!);
    const action = resource && declared(resource, name!);
    const staff = staffOf(response);
    if (!resource || !action || action.on !== (id ? 'record' : 'resource')) return missing(request, response);
    if (!allowed(resource, name!, staff.role)) {
      const lost = await around.office.lostRights(request);
      const why = lost ? `больше нет права на это действие. ${changeIn(lost, around.timeZone)}` : NO_RIGHT;
      return refuse(request, response, 403, `У вас ${why}`);
    }

    const asked = { resource, action, id, ...around };
    if (id && !(await fitting(request, response, asked))) return;
    await run(request, response, asked);
  });
  return router;
}

/** The record, if the action fits it as it is now; else it is answered why not. */
async function fitting(request: Request, response: Response, asked: Asked): Promise<Row | undefined> {
  const { resource, action, id, database, timeZone } = asked;
  const staff = staffOf(response);
  const row = isId(resource, id)
    ? await new Records(resource, database, timeZone).find(id, staff)
    : undefined;
  if (!row) return void missing(request, response);
  if (!action.when || action.when(row, staff)) return row;
  return void refuse(request, response, 409, await movedOn(asked, resource, row));
}

/** Reads the form, lets the action do it and answers what came of it. */
async function run(request: Request, response: Response, asked: Asked): Promise<void> {
  const { action, id } = asked;
  let file: Awaited<ReturnType<typeof parse>>;
  try {
    file = await parse(request, response, action, asked.scratch);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return void response.status(422).json({ errors: { [fileOf(action)[0] ?? '']: error.message } });
  }
  try {
    const sent = readSent(request, file);
    if (!sent) return refuse(request, response, 400, 'Запрос составлен неверно');
    const { input, errors } = readInput(action.fields ?? {}, sent.fields, file);
    if (action.form && !Object.keys(errors).length) Object.assign(errors, problemsOf(action.form, input));
    if (Object.keys(errors).length) return void response.status(422).json({ errors });

    const { key, confirmed, seen, version, before } = sent;
    const context = { ...personOf(request, response), recordId: id, version, confirmed, seen };
    const content = JSON.stringify([request.path, confirmed, sent.fields]);
    const outcome =
      (await asked.once(key, content, () => action.run(input as never, context), changedSomething)) ??
      ({ errors: { '': SENT_BEFORE } } satisfies PanelOutcome);
    if (outcome.stale) {
      const row = await fitting(request, response, asked);
      if (!row) return;
      const conflict = await conflictOf(asked, asked.resource, row, { action, before, input });
      return void response.status(409).json({ conflict, message: conflict.told } satisfies ActionAnswer);
    }
    response.status(outcome.errors ? 422 : 200).json(outcome);
  } finally {
    if (file && 'drop' in file) await file.drop();
  }
}

/** False for what was refused and for a dry run. */
function changedSomething({ errors, stale, result }: PanelOutcome): boolean {
  return !errors && !stale && result?.confirm === undefined;
}

/** Reads the body only now, when it is known who sends it and what it may hold. */
async function parse(
  request: Request,
  response: Response,
  action: PanelAction,
  scratch: () => Promise<Scratch>,
): Promise<PanelFile | Awaited<ReturnType<typeof spool>> | undefined> {
  const [, field] = fileOf(action);
  const binary = field && request.is('application/octet-stream');
  if (!binary && !request.is('application/json')) throw Object.assign(new Error('Not JSON'), { status: 415 });
  const name = decode(request.get('x-file-name')) ?? '';
  if (binary) bodyIsFile(request);
  if (binary && field.spool) return spool(request, name, field, scratch);

  const limit = binary ? field.maxBytes : LARGEST_FORM;
  const parser = binary
    ? express.raw({ type: 'application/octet-stream', limit, inflate: false })
    : express.json({ limit, inflate: false });
  await promisify(limited(parser, limit))(request, response);
  if (!binary) return undefined;
  // an empty body is not read at all
  return { name, data: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0) };
}

function fileOf(action: PanelAction): [string, PanelField & { type: 'file' }] | [] {
  for (const [name, field] of Object.entries(action.fields ?? {})) {
    if (field.type === 'file') return [name, field];
  }
  return [];
}

/** A file is the body itself, so that no parser of multipart is needed; the rest then stands in a header. */
function readSent(request: Request, file: PanelFile | PanelUpload | undefined): Sent | undefined {
  const body: unknown = file ? parseJson(decode(request.get('x-panel-form'))) : request.body;
  if (typeof body !== 'object' || body === null) return undefined;
  const { key, confirmed, seen, fields, version, before } = body as Partial<Record<keyof Sent, unknown>>;
  if (typeof key !== 'string' || !/^[\w-]{16,64}$/.test(key) || !isRecord(fields)) return undefined;
  return {
    key,
    confirmed: confirmed === true,
    seen: typeof seen === 'string' ? seen : '',
    fields,
    version: typeof version === 'string' && /^\d{1,9}$/.test(version) ? Number(version) : 0,
    before: isRecord(before) ? before : {},
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decode(header: string | undefined): string | undefined {
  try {
    return header && decodeURIComponent(header).slice(0, 4000);
  } catch {
    return undefined;
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
