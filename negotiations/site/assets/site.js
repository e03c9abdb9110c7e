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

  // A page in parts: what an address names may stand in a later part.
  const named = decodeURIComponent(location.hash.slice(1));
  const next = document.querySelector('.pager a[rel="next"]');
  if (named && next && !document.getElementById(named)) location.replace(next.href + location.hash);

  // On paper nothing can be opened: browsers that know no style for it are told here.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".negotiations details:not([open]), .citing:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  // A citation can be copied; where that is not allowed, it is selected instead.
  for (const text of document.querySelectorAll("pre.cite")) {
    const said = make("span", { role: "status" });
    const button = make("button", { type: "button" }, "Copy");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent.trim());
        said.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(text);
        said.textContent = "Selected: copy it with the keyboard";
      }
    });
    text.after(make("p", { class: "copy" }, button, " ", said));
  }

  const bdi = (text) => make("bdi", {}, text);
  const root = () => document.body.dataset.root;
  return { part, load, make, bdi, root };
})();
