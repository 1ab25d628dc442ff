import type { SettingsReader } from './settings-reader.js';

/** Where backups go, and who alone can read them. */
export interface BackupSettings {
  /** A folder; empty where each command names it. */
  readonly folder: string;
  /** A public key of age or GnuPG, or a file with one; empty: no backup can be made. */
  readonly recipient: string;
}

/** Reads the settings of backups. */
export function readBackup(read: SettingsReader): BackupSettings {
  return { folder: read.text('BACKUP_DIR', ''), recipient: read.text('BACKUP_RECIPIENT', '') };
}
