// What all parts draw with: elements, number formats, scales, and the state that they share.
const log = JSON.parse(document.getElementById("data").textContent);
const state = { visible: new Set(log.runs.keys()), smoothing: 0, isLog: false, filter: "", step: null };
const redraws = [], followers = [];
const redraw = () => { for (const draw of redraws) draw(); };

// Text is only ever set as text: whatever a log holds, nothing of it becomes markup.
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key === "on") for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    else if (value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
  node.append(...children.filter(child => child !== null));
  return node;
}
function shape(name, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const colours = 8, dashes = ["", "7 4", "2 4", "9 3 2 3"];
const dashOf = run => dashes[Math.floor(run / colours) % dashes.length];
function paint(node, run) {
  node.style.setProperty("--hue", `var(--run${run % colours})`);
  return node;
}
function swatch(run) {
  return paint(shape("svg", { class: "swatch", viewBox: "0 0 18 8", "aria-hidden": "true" },
    shape("line", { x1: 1.5, x2: 16.5, y1: 4, y2: 4, "stroke-dasharray": dashOf(run) })), run);
}

const whole = number => number.toLocaleString("en");
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 4 });
const minus = text => text.replace("-", "\u2212");
function exact(number) {
  if (typeof number === "string") return number === "NaN" ? "NaN" : number.startsWith("-") ? "\u2212\u221e" : "\u221e";
  const size = Math.abs(number);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) return minus(number.toExponential(3));
  return minus(String(Number(number.toPrecision(5))));
}
// For axes: short, and the same number of digits for neighbours.
function brief(number) {
  const size = Math.abs(number);
  if (size === 0) return "0";
  if (size >= 1e15 || size < 1e-3) return minus(Number(number.toPrecision(3)).toExponential());
  return minus(size >= 1e4 ? compact.format(number) : String(Number(number.toPrecision(4))));
}
const plural = (count, one, many) => `${whole(count)} ${count === 1 ? one : many}`;

// Round numbers within a range, about as many as asked for.
function ticks(low, high, wanted, onlyWhole = false) {
  const rough = (high - low) / wanted, power = 10 ** Math.floor(Math.log10(rough)), share = rough / power;
  let gap = power * (share > 7 ? 10 : share > 3.5 ? 5 : share > 1.5 ? 2 : 1);
  if (onlyWhole) gap = Math.max(1, Math.round(gap));
  const found = [];
  for (let i = Math.ceil(low / gap - 1e-9); i <= Math.floor(high / gap + 1e-9) && found.length < 50; i++) found.push(i * gap);
  return found;
}
// Differences of numbers near the end of the range would be infinite.
const bounded = value => Math.max(-5e307, Math.min(5e307, value));
function scale(low, high, from, to) {
  const span = high - low || 1;
  return value => from + (value - low) / span * (to - from);
}
function nearest(sorted, value) {
  let low = 0, high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1; else high = middle;
  }
  return low > 0 && value - sorted[low - 1] <= sorted[low] - value ? low - 1 : low;
}
const union = lists => [...new Set(lists.flat())].sort((a, b) => a - b);
const shownSeries = entry => entry.series.filter(series => state.visible.has(series.run));

function card(entry, className = "") {
  const node = element("article", { class: `card ${className}` }, element("h3", {}, entry.label ?? entry.tag));
  if (entry.label) node.append(element("p", { class: "about" }, entry.tag));
  if (entry.description) node.append(element("p", { class: "about" }, entry.description));
  // Hidden where the filter or the choice of runs leaves nothing of it.
  redraws.push(() => { node.hidden = !entry.tag.toLowerCase().includes(state.filter) || shownSeries(entry).length === 0; });
  return node;
}

// Lets arrow keys, Home and End choose one of some places; screen readers hear what is said of it.
function choosable(node, label, count, get, set, say) {
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "slider");
  node.setAttribute("aria-label", label);
  node.setAttribute("aria-valuemin", "0");
  node.addEventListener("keydown", e => {
    const last = count() - 1, moves = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
    if (!(e.key in moves) || last < 0) return;
    e.preventDefault();
    set(Math.min(last, Math.max(0, get() + moves[e.key])));
  });
  return () => {
    node.setAttribute("aria-valuemax", Math.max(0, count() - 1));
    node.setAttribute("aria-valuenow", get());
    node.setAttribute("aria-valuetext", say());
  };
}
function whenResized(node, draw) {
  let width = 0;
  new ResizeObserver(() => {
    if (node.clientWidth !== width && node.clientWidth > 0) { width = node.clientWidth; draw(); }
  }).observe(node);
}
