/** The embedded database cannot start; the message is one line for the person who starts the portal. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
