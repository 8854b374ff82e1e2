// Draws rows of figures as small line charts, one beside the other: SVG as text. Measures nothing and writes no file.
const WIDTH = 260;
const HEIGHT = 150;
const LEFT = 46;
const TOP = 34;

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const short = (value) => (value >= 1e6 ? `${Number((value / 1e6).toPrecision(2))} M` : value >= 1e3 ? `${Number((value / 1e3).toPrecision(2))} k` : String(Number(value.toPrecision(2))));

/** A round number at or above the value. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 3, 5, 10].map((step) => step * power).find((step) => step >= value * 0.999);
}

/** @param charts a title, a unit, and points `[label, value]` in their order; the axis begins at 0. Colours are read on light and on dark ground. */
export function plot(charts) {
  const drawn = charts.map(({ title, unit, points }, place) => {
    const top = ceiling(Math.max(...points.map(([, value]) => value)));
    const x = (n) => LEFT + ((n + 0.5) * (WIDTH - LEFT - 16)) / points.length;
    const y = (value) => TOP + (1 - value / top) * (HEIGHT - TOP - 26);
    const line = [0, top / 2, top].map((value) => `<line x1="${LEFT}" x2="${WIDTH - 16}" y1="${y(value)}" y2="${y(value)}" stroke="#8886"/><text x="${LEFT - 5}" y="${y(value) + 4}" text-anchor="end">${short(value)}</text>`);
    const dots = points.map(([label, value], n) => `<circle cx="${x(n)}" cy="${y(value)}" r="3" fill="#3b82f6"/><text x="${x(n)}" y="${y(value) - 7}" text-anchor="middle">${short(value)}</text><text x="${x(n)}" y="${HEIGHT - 8}" text-anchor="middle">${escape(label)}</text>`);
    const path = points.map(([, value], n) => `${x(n)},${y(value)}`).join(' ');
    return `<g transform="translate(${place * WIDTH})"><text x="8" y="14" font-weight="bold">${escape(title)}</text><text x="8" y="27">${escape(unit)}</text>${line.join('')}<polyline points="${path}" fill="none" stroke="#3b82f6" stroke-width="1.5"/>${dots.join('')}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${charts.length * WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="11" fill="#888">\n${drawn.join('\n')}\n</svg>\n`;
}
