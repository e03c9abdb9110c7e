"use strict";
// What all pages share: loading data that stands in scripts, since a page from a disk may not fetch.
globalThis.explorer = (() => {
  const waiting = new Map();
  const loaded = new Map();

  // A script with data calls this with the name of the data.
  function part(name, data) {
    const resolve = waiting.get(name);
    waiting.delete(name);
    if (resolve) resolve(data);
  }

  function load(path, name) {
    if (!loaded.has(name)) {
      loaded.set(
        name,
        new Promise((resolve, reject) => {
          waiting.set(name, resolve);
          const script = document.createElement("script");
          script.src = document.body.dataset.root + path;
          script.addEventListener("error", () => reject(new Error(`${path} cannot be loaded`)));
          document.head.append(script);
        }),
      );
    }
    return loaded.get(name);
  }

  // An element with attributes and content; text is never read as markup.
  function make(name, attributes = {}, ...content) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...content);
    return element;
  }

  // A page in parts, whose address leads to whatever part has what it names, or what that is within.
  // The first part has the anchors of the others, in a line for each; where none has, the next is tried.
  const later = document.body.dataset.later;
  const PART = /((?:=|%3D)[0-9]+)?\.html$/i;
  const other = (part) => location.pathname.replace(PART, `${part}.html`) + location.hash;
  function* around(anchor) {
    for (let name = anchor; name; name = name.slice(0, Math.max(0, name.lastIndexOf("/")))) yield name;
  }

  function anchorOf(address) {
    try {
      return decodeURIComponent(address.hash.slice(1));
    } catch {
      return ""; // what no page has
    }
  }

  function found() {
    const named = anchorOf(location);
    const next = document.querySelector('.pager a[rel="next"]');
    if (!named || document.getElementById(named)) return;
    if (later === undefined) {
      if (next) location.replace(next.href + location.hash);
      return;
    }
    const parts = later.split("\n").map((line) => new Set(line.split(" ")));
    for (const name of around(named)) {
      const number = parts.findIndex((part) => part.has(name));
      if (number >= 0) {
        location.replace(other(`=${number + 2}`));
        return;
      }
      const here = document.getElementById(name);
      if (here) {
        here.scrollIntoView();
        return;
      }
    }
    if (PART.exec(location.pathname)?.[1]) location.replace(other(""));
  }

  // What an address names is opened, where it is folded.
  function opened() {
    const fold = document.getElementById(anchorOf(location))?.querySelector("details.citing");
    if (fold) fold.open = true;
  }
  for (const follow of [found, opened]) {
    follow();
    addEventListener("hashchange", follow);
  }

  // On paper nothing can be opened: browsers that know no style for it are told here.
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll(".negotiations details:not([open]), .citing:not([open])")];
    for (const fold of unfolded) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of unfolded) fold.open = false;
  });

  // On the web a page knows its whole address, which stands in a citation in the place of its path.
  function withAddress(text, page) {
    const url = new URL(document.body.dataset.root + page, location.href).href;
    if (text.startsWith("@")) {
      const field = `  url = {${url.replace(/[{}\\]/g, encodeURIComponent)}},\n`;
      const end = text.indexOf("\n}") + 1;
      return text.slice(0, end).replace(/ {2}url = .*\n/, "") + field + text.slice(end);
    }
    const path = `page ${page} of this explorer`;
    const record = /(?<=, record \S+)(?=\. In: )/;
    return text.includes(path) ? text.replace(path, () => url) : text.replace(record, () => `, ${url}`);
  }
  if (/^https?:$/.test(location.protocol)) {
    for (const text of document.querySelectorAll("pre.cite[data-page]")) {
      text.textContent = withAddress(text.textContent, text.dataset.page);
    }
  }

  // A citation can be copied; where that is not allowed, it is selected instead.
  for (const text of document.querySelectorAll("pre.cite")) {
    const said = make("span", { role: "status" });
    const button = make("button", { type: "button" }, "Copy");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent.trim());
        button.textContent = "Copied";
        said.textContent = "It is on the clipboard.";
      } catch {
        getSelection().selectAllChildren(text);
        button.textContent = "Selected";
        said.textContent = "Copy it with the keyboard.";
      }
    });
    // Elsewhere, something else may be copied next.
    button.addEventListener("blur", () => {
      button.textContent = "Copy";
      said.textContent = "";
    });
    text.after(make("p", { class: "copy" }, button, " ", said));
  }

  const bdi = (text) => make("bdi", {}, text);
  const root = () => document.body.dataset.root;
  return { part, load, make, bdi, root };
})();
