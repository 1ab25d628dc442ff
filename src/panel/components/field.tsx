import type { ReactNode } from 'react';
import type { FieldView, RecordView } from '../view.js';
import { Pick } from './pick.js';

interface FieldProps {
  field: FieldView;
  value: unknown;
  /** Texts to look for before anything is typed, where records are chosen. */
  offered: string[];
  error?: string;
  set: (value: unknown) => void;
}

/** One field of a form: label and error above, hint below. */
export function Field({ field, value, offered, error, set }: FieldProps): ReactNode {
  const id = `field-${field.name}`;
  const described =
    [error && `${id}-error`, field.hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  const common = { id, 'aria-describedby': described, 'aria-invalid': error ? true : undefined };
  const label = field.required || field.type === 'checkbox' ? field.label : `${field.label} (необязательно)`;

  const problem = error && (
    <span className="k-error" id={`${id}-error`}>
      Ошибка: {error}
    </span>
  );
  const hint = field.hint && (
    <span className="k-hint" id={`${id}-hint`}>
      {field.hint}
    </span>
  );
  if (field.type === 'checkbox') {
    return (
      <div className="k-field">
        {problem}
        <label className="k-check">
          <input
            {...common}
            type="checkbox"
            checked={!!value}
            onChange={(event) => set(event.target.checked)}
          />
          {label}
        </label>
        {hint}
      </div>
    );
  }
  return (
    <div className="k-field">
      <label htmlFor={id}>{label}</label>
      {problem}
      {control(field, common, value, offered, set)}
      {hint}
    </div>
  );
}

function control(
  field: FieldView,
  common: { id: string },
  value: unknown,
  offered: string[],
  set: (value: unknown) => void,
): ReactNode {
  switch (field.type) {
    case 'textarea':
      return (
        <textarea
          {...common}
          rows={4}
          maxLength={field.max ?? 4000}
          value={value as string}
          onChange={(event) => set(event.target.value)}
        />
      );
    case 'select':
      return (
        <select {...common} value={value as string} onChange={(event) => set(event.target.value)}>
          {!field.initial && <option value="">Выберите</option>}
          {Object.entries(field.options).map(([option, label]) => (
            <option key={option} value={option}>
              {label}
            </option>
          ))}
        </select>
      );
    case 'records':
      return (
        <Pick field={field} common={common} offered={offered} chosen={value as RecordView[]} set={set} />
      );
    case 'file':
      return (
        <span className="k-file">
          <input
            {...common}
            type="file"
            accept={field.accept}
            onChange={(event) => set(event.target.files?.[0])}
          />
          <span className="k-button" aria-hidden="true">
            Выбрать файл
          </span>
          <span aria-live="polite">{(value as File | undefined)?.name ?? 'Файл не выбран'}</span>
        </span>
      );
    case 'date':
    case 'month':
      return (
        <input
          {...common}
          className="k-short"
          type={field.type}
          placeholder={field.type === 'date' ? '31.10.2026' : '10.2026'}
          value={value as string}
          onChange={(event) => set(event.target.value)}
        />
      );
    case 'number':
      return (
        <input
          {...common}
          className="k-short"
          inputMode="numeric"
          maxLength={10}
          value={value as string}
          onChange={(event) => set(event.target.value)}
        />
      );
    case 'password':
      return (
        <input
          {...common}
          type="password"
          autoComplete="current-password"
          value={value as string}
          onChange={(event) => set(event.target.value)}
        />
      );
    default:
      return (
        <input
          {...common}
          maxLength={field.type === 'text' ? (field.max ?? 200) : undefined}
          value={value as string}
          onChange={(event) => set(event.target.value)}
        />
      );
  }
}
