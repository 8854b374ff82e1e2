// Makes web server logs to work on: lines in Apache's combined format, gzipped, any number of them, the same for the same seed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface LogPlan {
  /** An absolute folder that exists. */
  folder: string;
  /** Number of the archive, from 1: it is one day of log. */
  day: number;
  lines: number;
  damage: 'none' | 'bad lines' | 'cut off';
}

export interface WrittenLog {
  path: string;
  /** Who asked for robots.txt in the lines that can be read, in the order of appearance; to check a result against. */
  askedForRobots: string[];
}

const crawlers = ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)'];
const browsers = ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15', 'curl/8.9.1'];
const paths = ['/', '/index.html', '/about', '/ply/', '/ply/ply.html', '/images/logo.png', '/style.css', '/search?q=threads', '/favicon.ico', '/blog/2026/deadlocks', '/feed.xml'];
const badLines = ['-- MARK --', '"GET / HTTP/1.1" 200', '10.0.0.1 - - [no date] garbage'];

/** Writes one archive. Blocks. */
export function writeLog({ folder, day, lines, damage }: LogPlan): WrittenLog {
  const random = randomNumbers(day);
  const asked = new Set<string>();
  let text = '';
  let bad = 0;
  const date = new Date(Date.UTC(2026, 0, day));
  const dateText = `${String(date.getUTCDate()).padStart(2, '0')}/${date.toLocaleString('en', { month: 'short', timeZone: 'UTC' })}/${date.getUTCFullYear()}`;
  for (let n = 0; n < lines; n++) {
    if (damage === 'bad lines' && n > 0 && n % Math.ceil(lines / 4) === 0) text += `${badLines[bad++ % badLines.length]}\n`;
    const second = Math.floor((n / lines) * 86_400);
    const clock = `${twoDigits(second / 3_600)}:${twoDigits((second / 60) % 60)}:${twoDigits(second % 60)}`;
    const crawler = random() < 0.05;
    // A few hosts ask often, most ask rarely.
    const host = crawler ? `66.249.${64 + Math.floor(random() * 4)}.${Math.floor(random() * 32)}` : `${10 + Math.floor(random() ** 3 * 200)}.${Math.floor(random() * 256)}.${Math.floor(random() ** 2 * 256)}.7`;
    const path = crawler && random() < 0.3 ? '/robots.txt' : pick(paths, random);
    if (path === '/robots.txt') asked.add(host);
    const status = random() < 0.9 ? 200 : random() < 0.5 ? 304 : 404;
    text += `${host} - - [${dateText}:${clock} +0000] "${random() < 0.97 ? 'GET' : 'HEAD'} ${path} HTTP/1.1" ${status} ${status === 304 ? '-' : Math.floor(random() * 40_000)} "${random() < 0.6 ? '-' : 'https://example.org/'}" "${pick(crawler ? crawlers : browsers, random)}"\n`;
  }
  const archive = gzipSync(Buffer.from(text, 'latin1'), { level: 4 });
  const file = join(folder, `access-${date.toISOString().slice(0, 10)}.log.gz`);
  writeFileSync(file, damage === 'cut off' ? archive.subarray(0, archive.length >> 1) : archive);
  return { path: file, askedForRobots: damage === 'cut off' ? [] : [...asked] };
}

function twoDigits(value: number): string {
  return value < 10 ? `0${Math.floor(value)}` : `${Math.floor(value)}`;
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)]!;
}

/** From 0 up to 1, the same sequence for the same seed (a 32-bit xorshift). */
function randomNumbers(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
