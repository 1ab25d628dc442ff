/** Waits for pieces of work that hang together, and throws what broke first rather than the pipes that broke with it. */
export async function together(...works: Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).flatMap((one) =>
    one.status === 'rejected' ? [one.reason as Error & { code?: string | number }] : [],
  );
  // Node's pipes are sockets: one that is closed with bytes unread breaks as a connection that is reset.
  const isOfPipe = ({ code, message }: (typeof failed)[number]): boolean =>
    ['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'].includes(String(code)) ||
    /\(SIGPIPE\)|broken pipe|write.*connection reset by peer/i.test(message);
  if (failed.length > 0) throw failed.find((error) => !isOfPipe(error)) ?? failed[0]!;
}
