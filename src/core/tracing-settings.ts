import type { SettingsReader } from './settings-reader.js';

/** Where traces are sent, by OTLP over HTTP. */
export interface TracingSettings {
  readonly url: string;
}

/** Reads where traces go; undefined where nobody collects them. What else there is to set, the SDK reads itself. */
export function readTracing(read: SettingsReader): TracingSettings | undefined {
  const endpoint = read.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:'], '');
  return endpoint === '' ? undefined : { url: `${endpoint.replace(/\/$/, '')}/v1/traces` };
}
