/** Prints ours, the limit, the ratio of their medians and the goal. */
export function report(what, ours, limit, goal) {
  const ratio = (100 * median(ours)) / median(limit);
  const verdict = ratio >= goal ? 'reached' : 'NOT reached';
  console.log(`${what}: ours ${round(median(ours))}, limit ${round(median(limit))}`);
  console.log(`ratio ${ratio.toFixed(1)} %, goal ${goal} %: ${verdict}`);
  if (ratio < goal) {
    process.exitCode = 1;
  }
}

/** The middle one of some values. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function round(value) {
  return value >= 100 ? Math.round(value) : value.toFixed(1);
}
