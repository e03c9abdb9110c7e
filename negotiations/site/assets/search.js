"use strict";
// The page of the search: one part of the index after the other is loaded and looked through.
(async () => {
  const { make, bdi, load, root } = explorer;
  const PAGE = 50;
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-results");
  const more = document.getElementById("search-more");
  const kinds = document.getElementById("search-kinds");
  const input = document.getElementById("search-words");
  const text = new URLSearchParams(location.search).get("q") ?? "";
  input.value = text;
  document.getElementById("explorer-find").value = text;
  if (!text.trim()) {
    input.focus();
    return;
  }

  const words = await load("search/words.js", "words");
  const { question, find } = explorer.finder(words);
  const asked = question(text);
  if (asked === null) return;
  const found = [];
  let kind = "";
  let shown = PAGE;

  function excerpt(match) {
    const at = match.text.toLowerCase().indexOf(text.trim().toLowerCase());
    const start = Math.max(0, at - 80);
    const end = Math.min(match.text.length, Math.max(start + 240, 0));
    const cut = match.text.slice(start, end);
    const said = (start > 0 ? "…" : "") + cut + (end < match.text.length ? "…" : "");
    if (at < 0 || !cut) return [bdi(said)];
    const from = said.toLowerCase().indexOf(text.trim().toLowerCase());
    if (from < 0) return [bdi(said)];
    const to = from + text.trim().length;
    return [bdi(said.slice(0, from)), make("mark", {}, said.slice(from, to)), bdi(said.slice(to))];
  }

  function item(match) {
    const line = make("li");
    line.append(
      make("span", { class: "sort" }, words.collections[match.address.split("/")[0]]),
      " ",
      make("a", { href: root() + match.page }, bdi(match.title || match.address.split("/")[1])),
    );
    const notes = make("p", { class: "dim" });
    const isSaid = match.text === match.title || match.called.endsWith(match.text);
    if (!isSaid && match.pointer !== "/id") {
      const field = match.pointer.split("/").pop().replaceAll("_", " ");
      notes.append(`${field}: `, ...excerpt(match));
    }
    if (match.called) notes.append(" ", make("span", { class: "called" }, bdi(match.called)));
    if (notes.childNodes.length) line.append(notes);
    return line;
  }

  function choice(name, number) {
    const button = make("button", { type: "button", "aria-pressed": String(kind === name) });
    button.append(name ? words.collections[name] : "all", " ", make("span", { class: "number" }, String(number)));
    button.addEventListener("click", () => {
      kind = name;
      shown = PAGE;
      show();
      kinds.querySelector('[aria-pressed="true"]')?.focus();
    });
    return button;
  }

  function show() {
    const numbers = new Map();
    for (const match of found) {
      const name = match.address.split("/")[0];
      numbers.set(name, (numbers.get(name) ?? 0) + 1);
    }
    kinds.replaceChildren();
    if (numbers.size > 1) {
      kinds.append(choice("", found.length));
      for (const name of Object.keys(words.collections)) {
        if (numbers.has(name)) kinds.append(choice(name, numbers.get(name)));
      }
    }
    const chosen = found.filter((match) => !kind || match.address.startsWith(`${kind}/`));
    // What is most worth reading comes first; of equal worth, in the order of the library.
    const ordered = [...chosen].sort((a, b) => a.rank - b.rank);
    list.replaceChildren(...ordered.slice(0, shown).map(item));
    more.replaceChildren();
    if (chosen.length > shown) {
      const button = make("button", { type: "button" }, `Show more of ${chosen.length}`);
      button.addEventListener("click", () => {
        const next = shown;
        shown += PAGE;
        show();
        list.children[next]?.querySelector("a")?.focus();
      });
      more.append(button);
    }
  }

  for (let number = 1; number <= words.parts; number += 1) {
    const part = await load(`search/part-${number}.js`, `part ${number}`);
    for (const record of part) {
      const match = find(record, asked);
      if (match !== null) found.push(match);
    }
    const records = found.length === 1 ? "1 record" : `${found.length} records`;
    if (number < words.parts) {
      status.textContent = `${records} so far, in ${number} of ${words.parts} parts`;
      if (number === 1) show();
    } else {
      status.textContent = found.length
        ? `${records} for “${text}”`
        : `Nothing is found for “${text}”. Try fewer letters, or another word.`;
      show();
    }
  }
})();
