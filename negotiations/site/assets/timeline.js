"use strict";
// The timeline as a picture that can be zoomed, made from the list, which stays beneath it.
(() => {
  const { make, bdi } = explorer;
  const SVG = "http://www.w3.org/2000/svg";
  const DAY = 86400000;
  const LANES = ["text", "talks", "event", "position"];
  const LEFT = 8;
  // A finger needs more room than a pointer.
  const ROW = matchMedia("(pointer: coarse)").matches ? 24 : 14;
  // The width of a label of the scale, with the room around it.
  const LABEL = 84;
  const place = document.getElementById("strip");
  const days = (text) => (text ? Date.parse(`${text}T00:00:00Z`) / DAY : null);
  if (!place) return;
  const lines = [...document.querySelectorAll(".timeline li")];
  const entries = lines
    .map((line) => ({
      kind: line.dataset.kind,
      first: days(line.dataset.first),
      last: days(line.dataset.last),
      when: line.querySelector(".when").textContent.trim(),
      name: line.querySelector("a").textContent,
      href: line.querySelector("a").getAttribute("href"),
      claim: line.querySelector(".claim")?.textContent ?? "",
      line,
    }))
    .filter((entry) => entry.first !== null || entry.last !== null);
  if (entries.length < 2) return;
  const known = entries.flatMap((entry) => [entry.first, entry.last]).filter((day) => day !== null);
  const least = Math.min(...known);
  const most = Math.max(...known, least + 1);
  const pad = Math.max(2, (most - least) * 0.02);
  const whole = { start: least - pad, end: most + pad };
  const view = { ...whole };
  const hidden = new Set();
  let chosen = -1;
  // As wide as its place, so that its letters have the size of those around it at any width.
  let width = 1000;

  const element = (name, attributes, ...content) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...content);
    return made;
  };
  const x = (day) => LEFT + ((day - view.start) / (view.end - view.start)) * (width - 2 * LEFT);
  const clamp = (value) => Math.min(width - LEFT, Math.max(LEFT, value));

  // Each entry in the first row of its lane where it covers no other one.
  function rows(lane) {
    const ends = [];
    return lane.map((entry) => {
      const [from, to] = [clamp(x(entry.first ?? view.start)), clamp(x(entry.last ?? view.end))];
      let row = ends.findIndex((end) => end + 4 < from);
      if (row < 0) row = ends.length;
      ends[row] = Math.max(to, from + 10);
      // A span of days is never as short as a day, however far the picture is zoomed out.
      return { entry, from, to: entry.first === entry.last ? to : Math.max(to, from + 7), row };
    });
  }

  function ticks() {
    const span = view.end - view.start;
    const date = (day) => new Date(day * DAY).toISOString();
    const made = [];
    const labels = Math.max(2, Math.floor(width / LABEL));
    const [from, to] = [date(view.start), date(view.end)];
    const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
    if (span < 70) {
      const step = Math.max(1, Math.ceil(span / labels));
      for (let day = Math.ceil(view.start); day < view.end; day += step) made.push([day, date(day).slice(0, 10)]);
      return made;
    }
    const least = span / 30 / labels;
    const step = [1, 2, 3, 6].find((months) => months >= least) ?? 12;
    if (years <= labels) {
      let year = Number(from.slice(0, 4));
      // Steps begin with the year: of quarters, January, April and so on.
      let month = Math.floor((Number(from.slice(5, 7)) - 1) / step) * step + 1;
      for (;;) {
        const day = Date.UTC(year, month - 1, 1) / DAY;
        if (day > view.end) return made;
        if (day >= view.start) made.push([day, new Date(day * DAY).toISOString().slice(0, 7)]);
        month += step;
        year += Math.floor((month - 1) / 12);
        month = ((month - 1) % 12) + 1;
      }
    }
    const jump = Math.ceil(years / labels);
    for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += jump) {
      const day = Date.UTC(year, 0, 1) / DAY;
      if (day >= view.start && day <= view.end) made.push([day, String(year)]);
    }
    return made;
  }

  function mark({ entry, from, to, row }, top, index) {
    const y = top + row * ROW + ROW / 2;
    const group = element("g", { class: `mark ${entry.kind}${index === chosen ? " chosen" : ""}` });
    if (entry.first === null || entry.last === null) {
      group.classList.add("open");
      const open = entry.first === null ? `M${from + 6},${y - 4}L${from},${y}L${from + 6},${y + 4}` : `M${to - 6},${y - 4}L${to},${y}L${to - 6},${y + 4}`;
      group.append(element("path", { d: open, class: "arrow" }));
    }
    if (to - from > 6 || entry.first !== entry.last) {
      group.append(element("line", { x1: from, x2: to, y1: y, y2: y }));
      if (entry.first !== null) group.append(element("circle", { cx: from, cy: y, r: 2.5 }));
      if (entry.last !== null) group.append(element("circle", { cx: to, cy: y, r: 2.5 }));
    } else {
      group.append(element("circle", { cx: (from + to) / 2, cy: y, r: 4.5 }));
    }
    group.append(element("rect", { x: from - 5, y: y - ROW / 2, width: Math.max(10, to - from + 10), height: ROW, class: "hit" }));
    group.append(element("title", {}, `${entry.when}: ${entry.name}`));
    group.addEventListener("click", () => choose(index));
    group.addEventListener("dblclick", () => location.assign(entry.href));
    return group;
  }

  const inView = () =>
    entries
      .map((entry, index) => ({ entry, index }))
      .filter(({ entry }) => !entry.line.hidden && (entry.last ?? view.end) >= view.start && (entry.first ?? view.start) <= view.end);

  const picture = make("div", {
    class: "picture",
    role: "application",
    tabindex: "0",
    "aria-label": "Timeline. Arrow keys left and right choose, Enter opens, plus and minus zoom, Page Up and Page Down move, Home shows all.",
  });
  const said = make("p", { class: "said", role: "status" });

  function draw() {
    const seen = inView();
    const parts = [];
    let top = 22;
    for (const kind of LANES) {
      const lane = seen.filter(({ entry }) => entry.kind === kind);
      if (!lane.length) continue;
      const placed = rows(lane.map(({ entry }) => entry));
      const height = Math.max(...placed.map(({ row }) => row + 1)) * ROW;
      parts.push(element("rect", { x: 0, y: top, width: width, height: height + 20, class: "lane" }));
      parts.push(element("text", { x: LEFT, y: top + 13, class: "name" }, kind));
      placed.forEach((each, index) => parts.push(mark(each, top + 17, lane[index].index)));
      top += height + 24;
    }
    const lines = ticks().flatMap(([day, label]) => [
      element("line", { x1: x(day), x2: x(day), y1: 18, y2: top, class: "tick" }),
      // Where the picture ends, a label stands before its line.
      x(day) > width - LABEL + 20
        ? element("text", { x: x(day) - 3, y: 13, class: "day", "text-anchor": "end" }, label)
        : element("text", { x: x(day) + 3, y: 13, class: "day" }, label),
    ]);
    const svg = element("svg", { viewBox: `0 0 ${width} ${top + 2}`, "aria-hidden": "true" });
    svg.append(...lines, ...parts);
    picture.replaceChildren(svg);
  }

  function choose(index) {
    chosen = index;
    const entry = entries[index];
    said.replaceChildren(
      make("span", { class: `sort ${entry.kind}` }, entry.kind),
      ` ${entry.when}: `,
      make("a", { href: entry.href }, bdi(entry.name)),
      entry.claim ? ", " : "",
      bdi(entry.claim),
    );
    draw();
  }

  function zoom(factor) {
    const entry = entries[chosen];
    const middle = entry ? ((entry.first ?? entry.last) + (entry.last ?? entry.first)) / 2 : (view.start + view.end) / 2;
    const span = Math.min(whole.end - whole.start, Math.max(4, (view.end - view.start) * factor));
    view.start = Math.max(whole.start, Math.min(middle - span / 2, whole.end - span));
    view.end = view.start + span;
    draw();
  }

  function move(share) {
    const span = view.end - view.start;
    view.start = Math.max(whole.start, Math.min(view.start + span * share, whole.end - span));
    view.end = view.start + span;
    draw();
  }

  function step(by) {
    const seen = inView().map(({ index }) => index);
    if (!seen.length) return;
    const at = seen.indexOf(chosen);
    choose(seen[at < 0 ? (by > 0 ? 0 : seen.length - 1) : Math.min(seen.length - 1, Math.max(0, at + by))]);
  }

  const keys = {
    "+": () => zoom(0.5),
    "=": () => zoom(0.5),
    "-": () => zoom(2),
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    PageDown: () => move(0.5),
    PageUp: () => move(-0.5),
    Home: () => {
      Object.assign(view, whole);
      draw();
    },
    Enter: () => entries[chosen] && location.assign(entries[chosen].href),
  };
  picture.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  // What is chosen by kind, issue and actor is shown in the picture and in the list.
  const choice = document.getElementById("timeline-choice");
  const selects = [...choice.querySelectorAll("select")];
  const status = document.getElementById("timeline-status");
  function apply() {
    const wanted = selects.map((select) => select.value).filter((value) => value);
    for (const line of lines) {
      const on = line.dataset.on.split(" ");
      line.hidden = hidden.has(line.dataset.kind) || !wanted.every((value) => on.includes(value));
    }
    for (const month of document.querySelectorAll(".month")) {
      month.hidden = ![...month.querySelectorAll("li")].some((line) => !line.hidden);
    }
    const shown = lines.filter((line) => !line.hidden).length;
    status.textContent = shown < lines.length ? `${shown} of ${lines.length} are shown.` : "";
    draw();
  }
  for (const select of selects) select.addEventListener("change", apply);
  choice.addEventListener("submit", (event) => event.preventDefault());
  choice.hidden = !selects.length;

  const button = (label, words, action) => {
    const made = make("button", { type: "button", "aria-label": words }, label);
    made.addEventListener("click", action);
    return made;
  };
  const kinds = LANES.filter((kind) => entries.some((entry) => entry.kind === kind)).map((kind) => {
    const box = make("input", { type: "checkbox", checked: "" });
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(kind);
      else hidden.add(kind);
      apply();
    });
    return make("label", { class: `sort ${kind}` }, box, ` ${kind}`);
  });
  place.replaceChildren(
    make(
      "div",
      { class: "tools" },
      button("+", "Zoom in", () => zoom(0.5)),
      button("−", "Zoom out", () => zoom(2)),
      button("‹", "Earlier", () => move(-0.5)),
      button("›", "Later", () => move(0.5)),
      button("All", "Show all", keys.Home),
      ...kinds,
    ),
    said,
    picture,
  );
  said.textContent = "A dot is a known day, a line a span of days, an arrow an end that is not known. Choose one to read what it is.";
  place.hidden = false;
  const fit = () => {
    const room = Math.max(240, Math.floor(picture.clientWidth));
    if (room === width) return;
    width = room;
    draw();
  };
  draw();
  fit();
  addEventListener("resize", fit);
})();
