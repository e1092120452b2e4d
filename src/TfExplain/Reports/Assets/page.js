// The page from top to bottom: summary, runs, parts, problems.
const main = document.getElementById("log"), parts = document.getElementById("parts");

// layer_2 comes before layer_10.
const byName = new Intl.Collator("en", { numeric: true }).compare;

function part(id, title, entries, make, ...tools) {
  if (entries.length === 0) return;
  entries.sort((a, b) => byName(a.tag, b.tag));
  const cards = element("div", { class: "cards" }, ...entries.map(make)), none = element("p", { class: "about", hidden: true }, "Nothing here matches.");
  main.append(element("section", { id, class: id, "aria-labelledby": `${id}-title` }, element("div", { class: "part" }, element("h2", { id: `${id}-title` }, title), ...tools), cards, none));
  parts.append(element("a", { href: `#${id}` }, title, element("span", { class: "count" }, whole(entries.length))));
  redraws.push(() => { none.hidden = [...cards.children].some(child => !child.hidden); });
}

function curveTools() {
  const amount = element("output", {}, "0");
  const slider = element("input", { type: "range", min: 0, max: 0.98, step: 0.02, value: 0, id: "smoothing", on: { input: () => { state.smoothing = Number(slider.value); amount.textContent = exact(state.smoothing); redraw(); } } });
  const axis = element("input", { type: "checkbox", id: "log-axis", on: { change: () => { state.isLog = axis.checked; redraw(); } } });
  return [element("label", { class: "tool" }, "Smoothing", slider, amount), element("label", { class: "tool" }, axis, "Logarithmic axis")];
}
function pictureTools() {
  const together = element("input", { type: "checkbox", id: "together", checked: true, on: { change: () => { movesTogether = together.checked; } } });
  return log.pictures.length > 1 ? [element("label", { class: "tool" }, together, "Move all steps together")] : [];
}

function runChoice() {
  if (log.runs.length < 2) return;
  const boxes = log.runs.map((name, run) => {
    const box = element("input", { type: "checkbox", checked: true, on: { change: () => { if (box.checked) state.visible.add(run); else state.visible.delete(run); redraw(); } } });
    return [box, element("label", { title: name }, paint(box, run), swatch(run), element("span", {}, name))];
  });
  const all = checked => element("button", { class: "small-button", type: "button", on: { click: () => {
    boxes.forEach(([box], run) => { box.checked = checked; if (checked) state.visible.add(run); else state.visible.delete(run); });
    redraw();
  } } }, checked ? "All" : "None");
  document.getElementById("runs").append(...log.runs.length > 3 ? [all(true), all(false)] : [], ...boxes.map(([, label]) => label));
}

function summary() {
  const steps = union([...log.curves.flatMap(c => c.series.map(s => [s.steps[0], s.steps.at(-1)])), ...[...log.pictures, ...log.histograms, ...log.texts].flatMap(c => c.series.flatMap(s => s.frames.length ? [[s.frames[0].step, s.frames.at(-1).step]] : []))]);
  const facts = [plural(log.runs.length, "run", "runs")];
  if (steps.length > 0) facts.push(steps[0] === steps.at(-1) ? `step ${whole(steps[0])}` : `steps ${whole(steps[0])} to ${whole(steps.at(-1))}`);
  document.getElementById("summary").textContent = `${facts.join(", ")}.`;
}

function endings() {
  if (log.problems.length > 0) {
    const bad = log.problems.filter(p => p.kind !== "unfinished").length, open = log.problems.length - bad;
    const words = [bad > 0 ? `${plural(bad, "record", "records")} could not be read` : null, open > 0 ? `${plural(open, "file ends", "files end")} in an unfinished record` : null].filter(w => w);
    const text = words.join("; ");
    main.prepend(element("p", { class: "banner" }, `${text[0].toUpperCase()}${text.slice(1)}. `, element("a", { href: "#problems" }, "See which")));
    const row = p => element("tr", {}, element("td", {}, p.file), element("td", {}, whole(p.offset)), element("td", {}, p.message));
    main.append(element("section", { id: "problems", "aria-labelledby": "problems-title" }, element("div", { class: "part" }, element("h2", { id: "problems-title" }, "Problems")),
      element("div", { class: "card scroll" }, element("table", {}, element("thead", {}, element("tr", {}, ...["File", "Byte", "What is wrong"].map(t => element("th", { scope: "col" }, t)))), element("tbody", {}, ...log.problems.map(row))))));
    parts.append(element("a", { href: "#problems" }, "Problems", element("span", { class: "count" }, whole(log.problems.length))));
  }
  const notes = [...log.notes];
  if (log.others.length > 0) notes.push(`Not shown: ${log.others.slice(0, 20).map(o => `${o.tag} (${plural(o.series.reduce((n, s) => n + s.total, 0), "value", "values")})`).join(", ")}${log.others.length > 20 ? `, and ${whole(log.others.length - 20)} more tags` : ""}.`);
  if (log.graphs > 0) notes.push(`${plural(log.graphs, "graph is", "graphs are")} in the log, which TensorBoard can draw.`);
  if (notes.length > 0) main.append(element("section", { id: "notes", "aria-labelledby": "notes-title" }, element("h2", { id: "notes-title" }, "Left out"), element("ul", { class: "notes" }, ...notes.map(note => element("li", {}, note)))));
  if (log.curves.length + log.pictures.length + log.histograms.length + log.texts.length === 0) main.prepend(element("p", { class: "banner" }, "The log holds no curves, pictures, histograms or texts yet."));
}

summary();
runChoice();
part("curves", "Curves", log.curves, curveCard, ...curveTools());
part("pictures", "Pictures", log.pictures, pictureCard, ...pictureTools());
part("histograms", "Histograms", log.histograms, histogramCard);
part("texts", "Texts", log.texts, textCard);
endings();
const filter = document.getElementById("filter");
filter.addEventListener("input", () => { state.filter = filter.value.trim().toLowerCase(); redraw(); });
redraw();
// What a link leads to must not hide under the bar, whose height depends on the runs' names.
const bar = document.getElementById("bar");
new ResizeObserver(() => document.documentElement.style.setProperty("--bar", getComputedStyle(bar).position === "sticky" ? `${bar.offsetHeight + 20}px` : "1rem")).observe(bar);
