import type { SettingsReader } from './settings-reader.js';

/** Where Prometheus asks for figures. */
export interface MetricsSettings {
  readonly host: string;
  readonly port: number;
}

/** Reads the settings of metrics; undefined where there are to be none. */
export function readMetrics(read: SettingsReader): MetricsSettings | undefined {
  const host = read.text('METRICS_HOST', '127.0.0.1');
  const port = read.integer('METRICS_PORT', 0, 0, 65535);
  return port === 0 ? undefined : { host, port };
}
