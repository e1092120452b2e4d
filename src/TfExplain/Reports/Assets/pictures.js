// Pictures: one card a tag, the runs side by side at one step, a strip of all steps below.
const url = place => `data:${log.blobs[place].type};base64,${log.blobs[place].bytes}`;
const players = [];
let movesTogether = true;

function moveTo(step, source) {
  state.step = step;
  if (movesTogether) for (const player of players) if (player !== source) player.follow(step);
  for (const follow of followers) follow();
}

function pictureCard(entry) {
  // Rows of tiles want the whole width, one run below the other.
  const wide = entry.series.some(s => s.frames.some(f => f.width > 2 * f.height));
  const series = entry.series.length, node = card(entry, wide || series > 2 ? "all" : series > 1 ? "two" : "");
  const figures = element("div", { class: `figures${wide ? " wide" : ""}` }), strip = element("div", { class: "strip", role: "group", "aria-label": "All steps" });
  const title = entry.label ?? entry.tag, output = element("output"), icon = shape("path"), picture = shape("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, icon);
  const slider = element("input", { type: "range", min: 0, value: 0, "aria-label": `Step of ${title}`, on: { input: () => show(Number(slider.value), true) } });
  const play = element("button", { class: "play", type: "button", on: { click: () => timer === null ? start() : stop() } }, picture);
  const player = element("div", { class: "player" }, play, slider, output);
  node.append(figures, player, strip);
  const left = entry.series.filter(s => s.total > s.frames.length);
  if (left.length > 0) node.append(element("p", { class: "aside" }, `Thinned out: ${left.map(s => `${whole(s.frames.length)} of ${whole(s.total)} steps`).join(", ")}.`));
  let steps = [], index = 0, timer = null, drawn = [];

  function start() {
    if (steps.length < 2) return;
    if (index === steps.length - 1) show(0, true);
    timer = setInterval(() => index < steps.length - 1 ? show(index + 1, true) : stop(), 600);
    label();
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    label();
  }
  function label() {
    play.setAttribute("aria-label", `${timer === null ? "Play" : "Stop"} ${title}`);
    icon.setAttribute("d", timer === null ? "M2 .5v9l7-4.5z" : "M1 1h3v8H1zM6 1h3v8H6z");
  }

  // A run shows its last picture up to the step, faded where that is an earlier one; before its first it shows none.
  function figure(s, step) {
    const frame = s.frames.findLast(f => f.step <= step), images = frame?.pictures ?? [], size = frame ?? s.frames[0];
    const across = Math.max(1, Math.ceil(Math.sqrt(images.length))), down = Math.max(1, Math.ceil(images.length / across));
    const view = element("div", { class: `frame${size.width < 160 ? " small" : ""}` }, ...images.map((place, i) =>
      element("img", { src: url(place), width: size.width, height: size.height, alt: `${title}, ${log.runs[s.run]}, step ${frame.step}${images.length > 1 ? `, picture ${i + 1}` : ""}` })));
    view.style.setProperty("--across", across);
    view.style.setProperty("--shape", Math.max(1 / 8, Math.min(16, size.width * across / (size.height * down) || 1)));
    const when = frame === undefined ? `from step ${whole(size.step)}` : frame.step < step ? `of step ${whole(frame.step)}` : "";
    return element("figure", { class: when ? "late" : "" }, view, element("figcaption", {},
      swatch(s.run), element("span", { class: "who", title: log.runs[s.run] }, log.runs[s.run]), element("span", { class: "when" }, when)));
  }

  function show(to, byHand) {
    index = to;
    const step = steps[index];
    figures.replaceChildren(...drawn.map(s => figure(s, step)));
    slider.value = index;
    output.textContent = `step ${whole(step)}`;
    slider.setAttribute("aria-valuetext", output.textContent);
    [...strip.children].forEach((button, i) => button.setAttribute("aria-current", i === index));
    const thumb = strip.children[index];
    if (thumb) strip.scrollLeft = thumb.offsetLeft - strip.offsetLeft - (strip.clientWidth - thumb.clientWidth) / 2;
    if (byHand) moveTo(step, self);
  }

  function draw() {
    if (node.hidden) { stop(); return; }
    const before = steps[index];
    drawn = shownSeries(entry).filter(s => s.frames.length > 0);
    steps = union(drawn.map(s => s.frames.map(frame => frame.step)));
    slider.max = Math.max(0, steps.length - 1);
    player.hidden = strip.hidden = steps.length < 2;
    // Choosing with the keyboard is the slider's matter, so the strip is no stop for the tab key.
    strip.replaceChildren(...player.hidden ? [] : steps.map((step, i) => {
      const frame = drawn.map(s => s.frames.find(f => f.step === step)).find(f => f), place = frame.pictures[0];
      return element("button", { type: "button", tabindex: "-1", "aria-label": `step ${step}`, on: { click: () => show(i, true) } },
        place === undefined ? "" : element("img", { src: url(place), alt: "", loading: "lazy" }));
    }));
    if (steps.length > 0) show(before === undefined ? steps.length - 1 : nearest(steps, before), false);
    else figures.replaceChildren(element("p", { class: "about" }, "No picture of this series is in the page."));
  }
  const self = { follow(step) { if (!node.hidden && steps.length > 0) { const to = steps.findLastIndex(s => s <= step); show(Math.max(0, to), false); } } };
  players.push(self);
  redraws.push(draw);
  label();
  return node;
}
