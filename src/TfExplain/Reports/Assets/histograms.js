// Histograms: one card a tag, a ridge a step, the latest in front; one drawing a run.
const infinite = row => row.some(value => typeof value !== "number");

function histogramCard(entry) {
  const node = card(entry, entry.series.length > 1 ? "all" : ""), ridges = element("div", { class: "ridges" });
  node.append(ridges);
  const left = entry.series.filter(s => s.total > s.frames.length);
  if (left.length > 0) node.append(element("p", { class: "aside" }, `Thinned out: ${left.map(s => `${whole(s.frames.length)} of ${whole(s.total)} steps`).join(", ")}.`));
  const drawings = entry.series.map(series => ridgePlot(entry, series));
  ridges.append(...drawings.map(d => d.node));
  const draw = () => { for (const d of drawings) { d.node.hidden = !state.visible.has(d.run); d.draw(); } };
  redraws.push(draw);
  return node;
}

function ridgePlot(entry, series) {
  const plot = shape("svg", { class: "plot" }), readout = element("div", { class: "readout" }), node = element("div", {}, plot, readout);
  const frames = series.frames.map(frame => {
    const rows = [];
    for (let i = 0; i + 2 < frame.rows.length; i += 3) rows.push(frame.rows.slice(i, i + 3));
    const finite = rows.filter(row => !infinite(row)), filled = finite.filter(row => row[2] > 0);
    return { step: frame.step, rows: finite, count: finite.reduce((sum, row) => sum + row[2], 0), low: filled.length ? filled[0][0] : null, high: filled.length ? filled.at(-1)[1] : null };
  });
  const height = 236, bottom = 24, side = 14, base = height - bottom;
  const lift = frames.length > 1 ? Math.min(64, 240 / frames.length + 28) : 170;
  const line = i => frames.length > 1 ? lift + 8 + (base - lift - 8) * i / (frames.length - 1) : base;
  let chosen = frames.length - 1, paths = [], labels = shape("g");
  const title = entry.label ?? entry.tag;
  const tell = choosable(plot, `${title}, ${log.runs[series.run]}, distribution by step`, () => frames.length, () => chosen, choose, say);
  function say() {
    const frame = frames[chosen];
    return frame ? `step ${whole(frame.step)}: ${plural(Math.round(frame.count), "value", "values")}${frame.low === null ? "" : ` from ${exact(frame.low)} to ${exact(frame.high)}`}` : "no values";
  }
  function choose(index) {
    chosen = index;
    paths.forEach((path, i) => path.classList.toggle("chosen", i === chosen && frames.length > 1));
    readout.replaceChildren(swatch(series.run), element("span", { class: "who", title: log.runs[series.run] }, log.runs[series.run]), element("span"), element("span", { class: "at" }, say()));
    tell();
  }
  function draw() {
    const width = plot.clientWidth;
    if (node.hidden || width === 0 || frames.length === 0) return;
    // All runs of a tag share the axis, so that they can be compared.
    let low = Infinity, high = -Infinity;
    for (const other of shownSeries(entry)) for (const frame of other.frames) for (let i = 0; i + 2 < frame.rows.length; i += 3)
      if (frame.rows[i + 2] > 0 && !infinite(frame.rows.slice(i, i + 3))) { low = Math.min(low, bounded(frame.rows[i])); high = Math.max(high, bounded(frame.rows[i + 1])); }
    if (low > high) [low, high] = [0, 1];
    if (low === high) { low -= 1; high += 1; }
    const x = scale(low, high, side, width - side), least = (high - low) / 100;
    const density = row => row[2] / Math.max(least, row[1] - row[0]);
    const most = Math.max(...frames.flatMap(frame => frame.rows.map(density)), 1e-300);
    plot.setAttribute("viewBox", `0 0 ${width} ${height}`);
    plot.setAttribute("height", height);
    plot.replaceChildren();
    for (const value of ticks(low, high, Math.max(2, Math.floor(width / 80))))
      plot.append(shape("line", { class: "grid", x1: x(value), x2: x(value), y1: 8, y2: base }), shape("text", { x: x(value), y: height - 6, "text-anchor": "middle" }, brief(value)));
    paths = frames.map((frame, i) => {
      const y = line(i), up = row => (y - density(row) / most * (lift - 2)).toFixed(2);
      let text = `M${side} ${y}`;
      const shown = frame.rows.filter(row => row[1] >= low && row[0] <= high && row[2] >= 0);
      if (frame.count > 0) {
        const solid = shown.filter(row => row[2] > 0), narrow = solid.length > 0 && solid.every(row => row[1] - row[0] < least);
        if (narrow) { const at = x(solid[0][0]); text += `L${at - 3} ${y}L${at} ${up(solid.at(-1))}L${at + 3} ${y}`; }
        else {
          text += `L${x(shown[0][0]).toFixed(2)} ${y}`;
          for (const row of shown) text += `L${x((row[0] + row[1]) / 2).toFixed(2)} ${up(row)}`;
          text += `L${x(shown.at(-1)[1]).toFixed(2)} ${y}`;
        }
      }
      text += `L${width - side} ${y}`;
      const path = paint(shape("path", { class: "ridge", d: text }), series.run);
      path.style.setProperty("--depth", `${frames.length > 1 ? 10 + Math.round(35 * i / (frames.length - 1)) : 30}%`);
      return path;
    });
    labels = shape("g");
    for (const i of frames.length > 1 ? [0, frames.length - 1] : [])
      labels.append(shape("text", { x: width - side, y: line(i) - 4, "text-anchor": "end" }, brief(frames[i].step)));
    plot.append(...paths, labels);
    choose(Math.min(chosen, frames.length - 1));
  }
  plot.addEventListener("pointermove", e => {
    const at = e.clientY - plot.getBoundingClientRect().top;
    choose(frames.length > 1 ? nearest(frames.map((_, i) => line(i)), at + lift / 4) : 0);
  });
  whenResized(plot, draw);
  return { node, draw, run: series.run };
}
