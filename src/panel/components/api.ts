import { useEffect, useState } from 'react';
import type { ActionAnswer } from '../view.js';

export const SIGNED_OUT = 'panel:signed-out';

/** What a person reads when an answer is not what was asked for. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

const UNREACHABLE = 'Нет связи с сервером. Проверьте сеть и попробуйте ещё раз';

async function call(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(path, { credentials: 'same-origin', ...init }).catch(() => {
    throw new ApiError(UNREACHABLE);
  });
  if (response.status === 401) window.dispatchEvent(new Event(SIGNED_OUT));
  return response;
}

async function read<T>(response: Response): Promise<T> {
  const body = (await response.json().catch(() => ({}))) as T & { message?: string };
  if (!response.ok) {
    throw new ApiError(body.message ?? 'На сервере произошла ошибка. Попробуйте ещё раз', response.status);
  }
  return body;
}

interface Loading<T> {
  data?: T;
  error?: string;
  loading: boolean;
}

/** Loads JSON and loads it anew when the address changes; the old data stay on the screen meanwhile. */
export function useData<T>(path: string, turn = ''): Loading<T> {
  const wanted = `${path} ${turn}`;
  const [state, setState] = useState<{ wanted?: string; data?: T; error?: string }>({});

  useEffect(() => {
    let current = true;
    call(path)
      .then((response) => read<T>(response))
      .then((data) => current && setState({ wanted, data }))
      .catch((error: Error) => current && setState((old) => ({ ...old, wanted, error: error.message })));
    return () => void (current = false);
  }, [path, wanted]);

  return { ...state, loading: state.wanted !== wanted };
}

/** Loads several JSON answers, once; those that fail are left out, for they were only offered. */
export function useAll<T>(paths: readonly string[]): T[] {
  const wanted = paths.join('\n');
  const [answers, setAnswers] = useState<T[]>([]);

  useEffect(() => {
    let current = true;
    const asked = wanted === '' ? [] : wanted.split('\n');
    void Promise.all(
      asked.map((path) =>
        call(path)
          .then(read<T>)
          .catch(() => undefined),
      ),
    ).then((all) => {
      if (current) setAnswers(all.filter((answer) => answer !== undefined));
    });
    return () => void (current = false);
  }, [wanted]);

  return answers;
}

/** Sends a form: as JSON, or with a file as the body and the rest in a header. */
export async function send(
  path: string,
  form: {
    key: string;
    confirmed: boolean;
    seen?: string;
    fields: Record<string, unknown>;
    version?: string;
    before?: Record<string, unknown>;
  },
  file: File | undefined,
): Promise<ActionAnswer> {
  const json = JSON.stringify(form);
  const init: RequestInit = file
    ? {
        body: file,
        headers: {
          'Content-Type': 'application/octet-stream',
          'X-Panel-Form': encodeURIComponent(json),
          'X-File-Name': encodeURIComponent(file.name),
        },
      }
    : { body: json, headers: { 'Content-Type': 'application/json' } };
  const response = await call(path, { method: 'POST', ...init });
  if (response.status === 422) return (await response.json()) as ActionAnswer;
  if (response.status === 409) {
    const answer = (await response.clone().json()) as ActionAnswer;
    if (answer.conflict) return answer;
  }
  return read<ActionAnswer>(response);
}

/** The address of a resource, a record or an action below `/admin`, or of its data. */
export function address(resource: string, ...rest: string[]): string {
  return ['/admin/resources', resource, ...rest].join('/');
}

export function dataAddress(resource: string, ...rest: string[]): string {
  return ['/admin/api/resources', resource, ...rest].join('/');
}
