import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { ActionAnswer, ColumnView, ConflictView, FieldView, FormView, RecordView } from '../view.js';
import { address, ApiError, dataAddress, send } from './api.js';
import { Conflict } from './conflict.js';
import { Field } from './field.js';
import { initial, newKey, split, type Values } from './form-values.js';
import { Head } from './head.js';
import { Result } from './result.js';
import { useSections } from './store.js';
import { Cell } from './table.js';

interface FormProps {
  resource: { id: string };
  action: { name: string; custom: unknown };
  record?: RecordView;
}

/** What came of it; `moved` where the record is not what the action was for any more. */
type Answer = ActionAnswer & { moved?: boolean };

/** The form of any declared action: keeps what is typed, shows errors at fields, sends once, shows the result once. */
export default function ActionForm({ resource, action, record }: FormProps): ReactNode {
  const view = action.custom as FormView;
  const section = useSections().find(({ id }) => id === resource.id);
  const [values, setValues] = useState<Values>(() => initial(view.fields, record));
  const [outcome, setOutcome] = useState<Answer>({});
  // what an edit was opened with: whoever comes second is told what has changed since
  const opened = useRef({ version: record?.params['~~version'] ?? '', values: shown(view.fields, values) });
  const [busy, setBusy] = useState(false);
  // the same key goes with a repeated press, so that the server can tell it from a new wish
  const key = useRef(newKey());
  const sending = useRef(false);
  const navigate = useNavigate();

  const home = record ? address(resource.id, 'records', record.id, 'show') : address(resource.id);
  const target = record ? ['records', record.id, action.name] : ['actions', action.name];

  const submit = async (confirmed: boolean) => {
    if (sending.current || (view.confirm && !confirmed && !window.confirm(view.confirm))) return;
    const { fields, file } = split(view.fields, values);
    const refused = tooLarge(view.fields, file);
    if (refused) return setOutcome({ errors: refused });
    sending.current = true;
    setBusy(true);
    try {
      const answer = await send(
        dataAddress(resource.id, ...target),
        {
          key: key.current,
          confirmed,
          fields,
          ...(view.edits && { version: opened.current.version, before: opened.current.values }),
        },
        file,
      );
      if (answer.conflict) takeUp(answer.conflict);
      if (answer.errors || answer.result || answer.conflict) setOutcome(answer);
      else navigate(answer.redirect ?? home, { state: { flash: answer.message ?? 'Готово' } });
      // a refused form or a dry run changed nothing: what is sent next is a new wish
      if (answer.errors || answer.conflict || answer.result?.confirm) key.current = newKey();
    } catch (error) {
      setOutcome({
        errors: { '': (error as Error).message },
        moved: error instanceof ApiError && error.status === 409,
      });
    } finally {
      sending.current = false;
      setBusy(false);
    }
  };

  /** What was typed stays; what was left alone is from now on as somebody else has made it. */
  const takeUp = ({ version, values: now }: ConflictView) => {
    const before = opened.current.values;
    const left = Object.entries(now).filter(([name]) => values[name] === before[name]);
    setValues((old) => ({ ...old, ...Object.fromEntries(left) }));
    opened.current = { version, values: { ...before, ...now } };
  };

  const crumbs = [
    { label: section?.list.label ?? '', to: address(resource.id) },
    ...(record ? [{ label: record.title, to: home }] : []),
  ];
  const errors = outcome.errors ?? {};
  const { result } = outcome;

  if (result && !result.confirm) {
    return (
      <main className="k-page">
        <Head title={result.title} crumbs={crumbs} />
        <Result result={result} home={home} />
      </main>
    );
  }
  return (
    <main className="k-page">
      <Head title={view.label} crumbs={crumbs} />
      <form
        className="k-card k-form"
        noValidate
        aria-busy={busy}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void submit(false);
        }}
      >
        {record && section && <About columns={section.list.columns} record={record} />}
        {view.intro && <p>{view.intro}</p>}
        {Object.keys(errors).length > 0 && (
          <p className="k-message" data-tone="bad" role="alert">
            {errors[''] ?? 'Проверьте поля, отмеченные ниже'}
            {outcome.moved && (
              <>
                {' '}
                <Link to={home}>Открыть заново</Link>
              </>
            )}
          </p>
        )}
        {outcome.conflict && <Conflict conflict={outcome.conflict} button={view.button} />}
        {view.fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            value={values[field.name]}
            offered={offered(field, record)}
            error={errors[field.name]}
            set={(value) => {
              setValues((old) => ({ ...old, [field.name]: value }));
              setOutcome((old) => ({ ...old, result: undefined }));
            }}
          />
        ))}
        <div className="k-buttons">
          <button
            className="k-button"
            data-kind={view.danger ? 'danger' : result ? 'plain' : 'main'}
            disabled={busy}
          >
            {busy ? 'Подождите…' : view.button}
          </button>
          <button type="button" className="k-button" onClick={() => navigate(home)}>
            Отмена
          </button>
        </div>
      </form>
      {result?.confirm && (
        <section className="k-card" aria-live="polite">
          <h2>{result.title}</h2>
          <Result result={result} />
          <button className="k-button" data-kind="main" disabled={busy} onClick={() => void submit(true)}>
            {result.confirm}
          </button>
        </section>
      )}
    </main>
  );
}

/** Whom and what the form concerns, as the list shows it: a number alone is easily mistaken for another. */
function About({ columns, record }: { columns: ColumnView[]; record: RecordView }): ReactNode {
  const told = columns.filter(({ name }) => typeof record.params[name] === 'string');
  return (
    <dl className="k-about">
      {told.map((column) => (
        <div key={column.name}>
          <dt>{column.label}</dt>
          <dd>
            <Cell column={column} record={record} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What the record itself tells to look for. */
function offered(field: FieldView, record?: RecordView): string[] {
  const told = field.type === 'records' && field.offer ? record?.params[field.offer] : undefined;
  return told ? told.split(', ') : [];
}

/** The values of fields that show what the record says. */
function shown(fields: FieldView[], values: Values): Values {
  const own = fields.filter(({ from }) => from);
  return Object.fromEntries(own.map(({ name }) => [name, values[name]]));
}

/** Said before the file is on its way: the server would say the same after it. */
function tooLarge(fields: FieldView[], file: File | undefined): Record<string, string> | undefined {
  const field = fields.find(({ type }) => type === 'file');
  if (field?.type !== 'file' || !file || file.size <= field.maxBytes) return undefined;
  const most = Math.floor(field.maxBytes / 1024 / 1024);
  return { [field.name]: `Файл больше ${most}\u00a0МБ. Разделите его на несколько` };
}
