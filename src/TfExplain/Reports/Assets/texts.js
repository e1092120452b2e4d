// Texts, the latest first; tables where they were logged as such.
function textCard(entry) {
  const node = card(entry, "all");
  for (const series of entry.series) {
    const frames = [...series.frames].reverse(), entries = frames.map(frame => textEntry(series, frame));
    const box = element("div", {}, entries[0] ?? "");
    if (entries.length > 1) box.append(element("details", {}, element("summary", {}, `${plural(entries.length - 1, "earlier step", "earlier steps")} of ${log.runs[series.run]}`), ...entries.slice(1)));
    if (series.total > frames.length) box.append(element("p", { class: "aside" }, `The last ${whole(frames.length)} of ${whole(series.total)} texts.`));
    node.append(box);
    redraws.push(() => { box.hidden = !state.visible.has(series.run); });
  }
  return node;
}
// Of Markdown what reads badly as it is: **strong** and `code`.
const inline = text => text.split(/(\*\*[^*\n]+\*\*|`[^`\n]+`)/).map(piece =>
  piece.length > 4 && piece.startsWith("**") && piece.endsWith("**") ? element("strong", {}, piece.slice(2, -2)) : piece.length > 2 && piece.startsWith("`") && piece.endsWith("`") ? element("code", {}, piece.slice(1, -1)) : piece);

function textEntry(series, frame) {
  const head = element("div", { class: "head" }, swatch(series.run), element("span", {}, `${log.runs[series.run]}, step ${whole(frame.step)}`));
  if (frame.columns === 1) return element("div", { class: "entry" }, head, ...frame.texts.map(text => element("div", { class: "prose" }, ...inline(text))));
  const rows = [];
  for (let i = 0; i < frame.texts.length; i += frame.columns) rows.push(frame.texts.slice(i, i + frame.columns));
  return element("div", { class: "entry" }, head, element("div", { class: "scroll" }, element("table", {}, element("tbody", {}, ...rows.map(row => element("tr", {}, ...row.map(text => element("td", {}, ...inline(text)))))))));
}
