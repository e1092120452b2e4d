// Curves: one card a tag, the runs over one another, the values at the cursor below.
function smooth(values, weight) {
  if (weight === 0) return values;
  let last = 0, count = 0;
  return values.map(value => {
    if (typeof value !== "number") return value;
    last = last * weight + (1 - weight) * value;
    return last / (1 - weight ** ++count);
  });
}

function curveCard(entry) {
  const node = card(entry), plot = shape("svg", { class: "plot" }), readout = element("div", { class: "readout" });
  node.append(plot, readout);
  const thinned = entry.series.filter(series => series.total > series.steps.length);
  if (thinned.length > 0) node.append(element("p", { class: "aside" }, `Thinned out: ${thinned.map(s => `${whole(s.steps.length)} of ${whole(s.total)} points`).join(", ")}; extremes are kept.`));
  const hidden = element("p", { class: "aside", hidden: true }, "Values that are not above zero have no place on a logarithmic axis.");
  node.append(hidden);

  const height = 208, top = 8, bottom = 24, right = 10;
  let steps = [], cursor = 0, isHeld = false, drawn = [], x = null, y = null, left = 0, width = 0;
  const marks = shape("g");
  const tell = choosable(plot, `${entry.label ?? entry.tag}, values by step`, () => steps.length, () => cursor, index => { isHeld = true; point(index); },
    () => steps.length === 0 ? "no values" : `step ${steps[cursor]}: ${drawn.map(s => `${log.runs[s.run]} ${exact(s.values[nearest(s.steps, steps[cursor])])}`).join(", ")}`);

  function point(index) {
    cursor = index;
    marks.replaceChildren();
    readout.replaceChildren();
    if (steps.length > 0) {
      const step = steps[cursor];
      marks.append(shape("line", { class: "cursor", x1: x(step), x2: x(step), y1: top, y2: height - bottom }));
      readout.append(element("span", { class: "at" }, `step ${whole(step)}`));
      for (const series of drawn) {
        const at = nearest(series.steps, step), value = series.smoothed[at];
        if (y(value) !== null) marks.append(paint(shape("circle", { class: "dot", cx: x(series.steps[at]), cy: y(value), r: 4 }), series.run));
        const much = element("span", { class: "much" }, exact(value));
        if (series.steps[at] !== step) much.append(element("small", {}, ` at ${whole(series.steps[at])}`));
        else if (state.smoothing > 0) much.append(element("small", {}, ` (${exact(series.values[at])})`));
        readout.append(swatch(series.run), element("span", { class: "who", title: log.runs[series.run] }, log.runs[series.run]), much);
      }
    }
    tell();
  }

  function path(series, values) {
    let text = "", isOpen = false;
    values.forEach((value, i) => {
      const at = y(value);
      if (at === null) { isOpen = false; return; }
      // A point between two that cannot be drawn still shows: a line to itself has round ends.
      text += isOpen ? `L${x(series.steps[i]).toFixed(2)} ${at.toFixed(2)}` : `M${x(series.steps[i]).toFixed(2)} ${at.toFixed(2)}h0`;
      isOpen = true;
    });
    return text;
  }

  function draw() {
    width = plot.clientWidth;
    if (node.hidden || width === 0) return;
    drawn = shownSeries(entry).map(series => ({ ...series, smoothed: smooth(series.values, state.smoothing) }));
    steps = union(drawn.map(s => s.steps));
    const isShown = value => typeof value === "number" && (!state.isLog || value > 0);
    const values = drawn.flatMap(s => s.values).filter(isShown);
    hidden.hidden = !state.isLog || drawn.every(s => s.values.every(v => typeof v !== "number" || v > 0));
    const map = state.isLog ? Math.log10 : value => value;
    let low = Infinity, high = -Infinity;
    for (const value of values) { low = Math.min(low, bounded(map(value))); high = Math.max(high, bounded(map(value))); }
    if (low > high) [low, high] = [0, 1];
    if (low === high) { const room = state.isLog ? 0.5 : Math.abs(low) * 0.1 || 1; low -= room; high += room; }
    const room = (high - low) * 0.06;
    let marksY = ticks(low - room, high + room, 5);
    if (state.isLog) {
      const powers = ticks(low - room, high + room, 4, true);
      marksY = powers.length > 1 ? powers : marksY;
    }
    const label = value => brief(state.isLog ? 10 ** value : value);
    left = 14 + Math.max(...marksY.map(value => label(value).length), 1) * 6.4;
    const ends = steps.length === 0 ? [0, 1] : steps[0] === steps.at(-1) ? [steps[0] - 1, steps[0] + 1] : [steps[0], steps.at(-1)];
    x = scale(ends[0], ends[1], left, width - right);
    const vertical = scale(low - room, high + room, height - bottom, top);
    y = value => isShown(value) ? vertical(map(value)) : null;

    plot.setAttribute("viewBox", `0 0 ${width} ${height}`);
    plot.setAttribute("height", height);
    plot.replaceChildren();
    for (const value of marksY)
      plot.append(shape("line", { class: "grid", x1: left, x2: width - right, y1: vertical(value), y2: vertical(value) }),
        shape("text", { x: left - 8, y: vertical(value) + 4, "text-anchor": "end" }, label(value)));
    plot.append(shape("line", { class: "base", x1: left, x2: width - right, y1: height - bottom, y2: height - bottom }));
    for (const value of steps.length === 1 ? steps : ticks(ends[0], ends[1], Math.max(2, Math.floor(width / 64)), true))
      plot.append(shape("text", { x: x(value), y: height - 6, "text-anchor": x(value) > width - 24 ? "end" : "middle" }, brief(value)));
    for (const series of drawn) {
      if (state.smoothing > 0) plot.append(paint(shape("path", { class: "curve raw", d: path(series, series.values) }), series.run));
      plot.append(paint(shape("path", { class: "curve", d: path(series, series.smoothed), "stroke-dasharray": dashOf(series.run) }), series.run));
      series.values.forEach((value, i) => {
        if (typeof value === "number") return;
        const at = x(series.steps[i]), from = value === "-Infinity" ? height - bottom - 8 : top;
        plot.append(paint(shape("path", { class: "strange", d: `M${at - 4} ${from}l8 8m0-8l-8 8` }, shape("title", {}, exact(value))), series.run));
      });
    }
    plot.append(marks);
    point(rest());
  }
  // Where the cursor stays while nobody points: at the step of the pictures, or at the end.
  const rest = () => isHeld ? Math.min(cursor, steps.length - 1) : state.step === null ? steps.length - 1 : nearest(steps, state.step);

  plot.addEventListener("pointermove", e => {
    if (steps.length === 0 || x === null) return;
    const place = (e.clientX - plot.getBoundingClientRect().left - left) / (width - right - left), first = steps[0], span = steps.at(-1) - first;
    point(nearest(steps, first + place * span));
  });
  plot.addEventListener("pointerleave", () => { if (steps.length > 0 && x !== null) { isHeld = false; point(rest()); } });
  whenResized(plot, draw);
  redraws.push(draw);
  followers.push(() => { if (!node.hidden && steps.length > 0 && x !== null) point(rest()); });
  return node;
}
