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
  const { question, find, listed } = explorer.finder(words);
  const { marked, leftOut } = explorer.asker(words);
  const asked = question(text);
  if (asked === null) {
    nothing();
    return;
  }
  const found = [];
  let kind = "";
  let shown = PAGE;

  // The part of a text around the first of the words, which are marked.
  function excerpt(match) {
    const pieces = marked(match.text, asked.units);
    const at = pieces.length && !pieces[0][1] && pieces.length > 1 ? pieces[0][0].length : 0;
    const start = Math.max(0, at - 80);
    const end = start + 240;
    const shown = start > 0 ? ["…"] : [];
    let from = 0;
    for (const [piece, isWord] of pieces) {
      const cut = piece.slice(Math.max(0, start - from), Math.max(0, end - from));
      if (cut) shown.push(isWord ? make("mark", {}, bdi(cut)) : bdi(cut));
      from += piece.length;
    }
    if (from > end) shown.push("…");
    return shown;
  }

  function item(match) {
    const line = make("li");
    line.append(
      make("span", { class: "sort" }, words.collections[match.address.split("/")[0]]),
      " ",
      // What is in a term is shown where its page has that term.
      make("a", { href: root() + (match.term?.[0] || match.page) }, bdi(match.title || match.address.split("/")[1])),
      ...(match.term ? [": ", bdi(match.term[1])] : []),
    );
    const notes = make("p", { class: "dim" });
    const isSaid = match.text === match.title || match.called.endsWith(match.text);
    const field = match.pointer.split("/").pop().replaceAll("_", " ");
    if (match.isCoded) {
      // What is coded is an id, which goes by the name that is said.
      notes.append(`${field}:`);
    } else if (!isSaid && match.pointer !== "/id") {
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
    const all = listed(found, asked);
    for (const match of all) {
      const name = match.address.split("/")[0];
      numbers.set(name, (numbers.get(name) ?? 0) + 1);
    }
    kinds.replaceChildren();
    if (numbers.size > 1) {
      kinds.append(choice("", all.length));
      for (const name of Object.keys(words.collections)) {
        if (numbers.has(name)) kinds.append(choice(name, numbers.get(name)));
      }
    }
    const chosen = all.filter((match) => !kind || match.address.startsWith(`${kind}/`));
    list.replaceChildren(...chosen.slice(0, shown).map(item));
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

  // That nothing is found, how often each word alone is, and what may be meant.
  function nothing() {
    status.replaceChildren(`Nothing is found for “${text}”.`);
    if (asked !== null && asked.counts.length > 1) {
      const counts = asked.counts.map(([word, number]) => `“${word}” in ${number === 1 ? "1 record" : `${number} records`}`);
      status.append(` No record has all of these words: ${counts.join(", ")}.`);
    }
    const meant = explorer.speller(words)(text);
    if (meant) {
      status.append(" Did you mean ", make("a", { href: `search.html?q=${encodeURIComponent(meant)}` }, bdi(meant)), "?");
    } else {
      status.append(" Try fewer words, or other ones.");
    }
  }

  for (let number = 1; number <= words.parts; number += 1) {
    const part = await load(`search/part-${number}.js`, `part ${number}`);
    for (const record of part) {
      const match = find(record, asked);
      if (match !== null) found.push(match);
    }
    const many = listed(found, asked).length;
    const records = many === 1 ? "1 record" : `${many} records`;
    if (number < words.parts) {
      status.textContent = `${records} so far, in ${number} of ${words.parts} parts`;
      if (number === 1) show();
    } else {
      status.textContent = `${records} for “${text}”`;
      if (!found.length) nothing();
      const small = leftOut(text).map((word) => `“${word}”`);
      if (small.length) status.append(` Left out, as small words: ${small.join(", ")}.`);
      show();
    }
  }
})();
