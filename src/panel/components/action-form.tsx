import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { ActionAnswer, BeginningView, ConflictView, FormView, RecordView } from '../view.js';
import { About } from './about.js';
import { address, ApiError, dataAddress, send, useData } from './api.js';
import { Conflict } from './conflict.js';
import { Field } from './field.js';
import {
  asked,
  fieldsOf,
  initial,
  named,
  newKey,
  offered,
  shown,
  split,
  tooLarge,
  type Values,
} from './form-values.js';
import { Head } from './head.js';
import { useLeaving } from './leaving.js';
import { Result } from './result.js';
import { useSections } from './store.js';

interface FormProps {
  resource: { id: string };
  action: { name: string; custom: unknown };
  record?: RecordView;
}

/** What came of it; `moved` where the record is not what the action was for any more. */
type Answer = ActionAnswer & { moved?: boolean };

/** The form of any declared action, once it is known what it begins with. */
export default function ActionForm(props: FormProps): ReactNode {
  return (props.action.custom as FormView).asks ? <Begun {...props} /> : <Form {...props} />;
}

/** Asks what the form begins with; without an answer it opens all the same, empty. */
function Begun(props: FormProps): ReactNode {
  const { data, loading } = useData<BeginningView>(dataAddress(props.resource.id, ...targetOf(props)));
  return loading ? <main className="k-page" aria-busy /> : <Form {...props} beginning={data} />;
}

function targetOf({ action, record }: FormProps): string[] {
  return record ? ['records', record.id, action.name] : ['actions', action.name];
}

/** Keeps what is typed, shows errors at fields, sends once, shows the result once. */
function Form(props: FormProps & { beginning?: BeginningView }): ReactNode {
  const { resource, action, record, beginning } = props;
  const view = action.custom as FormView;
  const section = useSections().find(({ id }) => id === resource.id);
  const [values, setValues] = useState<Values>(() => ({
    ...initial(view.fields, record),
    ...beginning?.values,
  }));
  const [outcome, setOutcome] = useState<Answer>({});
  // what an edit was opened with: whoever comes second is told what has changed since
  const opened = useRef({ version: record?.params['~~version'] ?? '', values: shown(view.fields, values) });
  const [busy, setBusy] = useState(false);
  // the same as long as the form is open: what it asks for is done once
  const [key] = useState(newKey);
  const sending = useRef(false);
  const navigate = useNavigate();
  const [touched, setTouched] = useState(false);
  const isOver = outcome.result !== undefined && !outcome.result.confirm;
  useLeaving(touched && !isOver ? 'Введённое не сохранено. Уйти со страницы?' : undefined);

  const home = record ? address(resource.id, 'records', record.id, 'show') : address(resource.id);

  const submit = async (confirmed: boolean) => {
    if (sending.current || (view.confirm && !confirmed && !window.confirm(view.confirm))) return;
    const { fields, file } = split(fieldsOf(view, beginning), values);
    const refused = tooLarge(view.fields, file);
    if (refused) return setOutcome({ errors: refused });
    sending.current = true;
    setBusy(true);
    try {
      const answer = await send(
        dataAddress(resource.id, ...targetOf(props)),
        {
          key,
          confirmed,
          seen: outcome.result?.seen ?? beginning?.seen,
          fields,
          ...(view.edits && { version: opened.current.version, before: opened.current.values }),
        },
        file,
      );
      if (answer.conflict) takeUp(answer.conflict);
      if (answer.errors || answer.result || answer.conflict) setOutcome(answer);
      else navigate(answer.redirect ?? home, { state: { flash: answer.message ?? 'Готово' } });
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
        {view.help && (
          <p>
            <a href={view.help.href} target="_blank" rel="noreferrer">
              {view.help.label}
            </a>
          </p>
        )}
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
        {beginning?.notes?.map((note) => (
          <p className="k-message" data-tone="wait" key={note}>
            {note}
          </p>
        ))}
        {outcome.conflict && <Conflict conflict={outcome.conflict} button={view.button} />}
        {asked(fieldsOf(view, beginning), values).map((field) => (
          <Field
            key={field.name}
            field={named(field, beginning)}
            value={values[field.name]}
            offered={offered(field, record)}
            error={errors[field.name]}
            set={(value) => {
              setTouched(true);
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
