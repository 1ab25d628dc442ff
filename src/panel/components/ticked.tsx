import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { ActionAnswer, FormView, RecordView } from '../view.js';
import { address, dataAddress, send } from './api.js';
import { Field } from './field.js';
import { initial, newKey, split, type Values } from './form-values.js';
import { useLeaving } from './leaving.js';

/** A server is asked for one record after another: so many at a time are still waited for. */
export const MOST_TICKED = 200;

interface Done {
  record: RecordView;
  ok: boolean;
  text: string;
}

interface TickedProps {
  resource: string;
  records: RecordView[];
  /** Called when everything has been tried, with the records that were not done. */
  done: (left: RecordView[]) => void;
}

/** What may be done with the ticked rows: each is a transaction of its own with its own answer. */
export function Ticked({ resource, records, done }: TickedProps): ReactNode {
  const [chosen, setChosen] = useState<string>();
  const [values, setValues] = useState<Values>({});
  const [results, setResults] = useState<Done[]>([]);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(0);
  const sending = useRef(false);
  const stopped = useRef(false);
  useLeaving(busy ? 'Сделано ещё не со всеми строками. Остановить и уйти?' : undefined);
  // what nobody sees the end of is not begun
  useEffect(() => {
    stopped.current = false;
    return () => void (stopped.current = true);
  }, []);

  const actions = new Map<string, FormView>();
  for (const { recordActions } of records) {
    for (const { name, custom } of recordActions) {
      if ((custom as FormView).many) actions.set(name, custom as FormView);
    }
  }
  const view = chosen === undefined ? undefined : actions.get(chosen);
  const fitting = records.filter(({ recordActions }) => recordActions.some(({ name }) => name === chosen));

  const choose = (name: string) => {
    setChosen(name);
    setValues(initial(actions.get(name)!.fields));
    setErrors({});
    setResults([]);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (sending.current || !view) return;
    sending.current = true;
    stopped.current = false;
    setBusy(true);
    setTried(fitting.length);
    setErrors({});
    const told: Done[] = [];
    for (const record of fitting) {
      if (stopped.current) break;
      const { fields } = split(view.fields, values);
      const path = dataAddress(resource, 'records', record.id, chosen!);
      const answer: ActionAnswer = await send(
        path,
        { key: newKey(), confirmed: false, fields },
        undefined,
      ).catch((error: Error) => ({ errors: { '': error.message } }));
      const [[field, message] = ['', undefined]] = Object.entries(answer.errors ?? {});
      // what is wrong at a field of the form is wrong for every row
      if (message !== undefined && field !== '' && told.length === 0) {
        setErrors(answer.errors!);
        break;
      }
      const asks = answer.result?.confirm ? 'Нужно решить отдельно: откройте запись' : undefined;
      told.push({ record, ok: !message && !asks, text: message ?? asks ?? answer.message ?? 'Готово' });
      setResults([...told]);
    }
    sending.current = false;
    setBusy(false);
    if (told.length === 0) return;
    const well = new Set(told.filter(({ ok }) => ok).map(({ record }) => record.id));
    done(fitting.filter(({ id }) => !well.has(id)));
  };

  return (
    <section className="k-card k-ticked" aria-label="С отмеченными строками">
      {records.length > 0 && (
        <div className="k-buttons">
          <strong>Отмечено: {records.length}</strong>
          {[...actions].map(([name, { label, danger }]) => (
            <button
              key={name}
              type="button"
              className="k-button"
              data-kind={danger ? 'danger' : 'plain'}
              aria-pressed={name === chosen}
              disabled={busy}
              onClick={() => choose(name)}
            >
              {label}
            </button>
          ))}
          {actions.size === 0 && (
            <span className="k-none">С этими строками вместе ничего сделать нельзя</span>
          )}
        </div>
      )}
      {view && records.length > 0 && (
        <form className="k-form" noValidate aria-busy={busy} onSubmit={(event) => void submit(event)}>
          {view.intro && <p>{view.intro}</p>}
          {fitting.length < records.length && (
            <p>
              Подходит строк: {fitting.length} из {records.length}, остальные останутся как есть.
            </p>
          )}
          {view.fields.map((field) => (
            <Field
              key={field.name}
              field={field}
              value={values[field.name]}
              offered={[]}
              error={errors[field.name]}
              set={(value) => setValues((old) => ({ ...old, [field.name]: value }))}
            />
          ))}
          <div className="k-buttons">
            <button className="k-button" data-kind={view.danger ? 'danger' : 'main'} disabled={busy}>
              {busy ? `Готово ${results.length} из ${fitting.length}…` : `${view.button}: ${fitting.length}`}
            </button>
            {busy && (
              <button type="button" className="k-button" onClick={() => void (stopped.current = true)}>
                Остановить
              </button>
            )}
          </div>
        </form>
      )}
      {results.length > 0 && (
        <div role="status" className="k-done">
          <p className="k-message" data-tone={results.every(({ ok }) => ok) ? 'good' : 'bad'}>
            Сделано: {results.filter(({ ok }) => ok).length}, не получилось:{' '}
            {results.filter(({ ok }) => !ok).length}
            {!busy && results.length < tried && <>, не начато: {tried - results.length}</>}.
          </p>
          <ul className="k-results">
            {results.map(({ record, ok, text }) => (
              <li key={record.id} data-tone={ok ? 'good' : 'bad'}>
                <Link to={address(resource, 'records', record.id, 'show')}>{record.title}</Link>: {text}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
