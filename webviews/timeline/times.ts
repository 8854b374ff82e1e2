// How times read on the page: seconds since the run began, durations with a unit that fits. Pure.

/** `1.204 s`; `digits` behind the point. */
export function seconds(ms: number, digits = 3): string {
  return `${(ms / 1_000).toFixed(digits)} s`;
}

/** `12.3 µs`, `4.2 ms`, `1.20 s`, `2 min 3 s`. */
export function duration(ms: number): string {
  if (ms < 0.1) return `${Math.round(ms * 1_000)} µs`;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(2)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}

/** Where the ruler has its marks: at round times, at least `apart` milliseconds from each other. */
export function ticks(from: number, to: number, apart: number): { step: number; at: number[]; digits: number } {
  const power = 10 ** Math.floor(Math.log10(apart));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= apart) ?? apart;
  const at: number[] = [];
  for (let n = Math.ceil(from / step); n * step <= to && at.length < 200; n++) at.push(n * step);
  return { step, at, digits: Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(step) + 1e-9))) };
}
