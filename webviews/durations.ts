// Times as people read them, in the user's language. Pure.

/** `0.3 ms`, `250 ms`, `1.2 sec`, `3 min 5 sec`. */
export function durationsIn(locale: string): (ms: number) => string {
  const of = (unit: string, maximumFractionDigits: number) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits });
  const [fineMs, wholeMs, seconds, wholeSeconds, minutes] = [of('millisecond', 1), of('millisecond', 0), of('second', 1), of('second', 0), of('minute', 0)];
  return (ms) => {
    const time = Math.max(0, ms);
    if (time < 10) return fineMs.format(time);
    if (time < 1_000) return wholeMs.format(time);
    if (time < 60_000) return seconds.format(Math.floor(time / 100) / 10);
    return `${minutes.format(Math.floor(time / 60_000))} ${wholeSeconds.format(Math.floor((time % 60_000) / 1_000))}`;
  };
}
