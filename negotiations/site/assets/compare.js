"use strict";
// Two versions that are chosen: the page of their differences where there is one; else their reported
// values beside each other, which is no comparison and says so.
(async () => {
  const { make, bdi, load, root } = explorer;
  const form = document.getElementById("choose");
  if (!form) return;
  const status = document.getElementById("choose-status");
  const result = document.getElementById("choose-result");
  const fields = ["a", "b"].map((name) => document.getElementById(`choose-${name}`));
  const asked = new URLSearchParams(location.search);
  const paths = new Map();

  if (form.dataset.versions) {
    const versions = await load("search/versions.js", "versions");
    for (const [id, , path] of versions) paths.set(id, path);
    for (const name of ["a", "b"]) {
      const options = versions.map(([id, label]) => make("option", { value: id }, label));
      document.getElementById(`choices-${name}`).append(...options);
    }
  } else {
    for (const option of fields[0].options) paths.set(option.value, option.dataset.values);
    if (!form.dataset.first && fields[1].options.length > 1) fields[1].selectedIndex = 1;
    // Where a name is typed, what stands there already would be in the way.
    form.dataset.first.split(" ").forEach((id, index) => {
      if (paths.has(id)) fields[index].value = id;
    });
  }
  ["a", "b"].forEach((name, index) => {
    if (paths.has(asked.get(name))) fields[index].value = asked.get(name);
  });
  form.addEventListener("submit", (event) => {
    const wrong = fields.find((field) => !paths.has(field.value));
    const [a, b] = fields.map((field) => field.value);
    if (!wrong && a !== b) return;
    event.preventDefault();
    status.textContent = wrong ? `There is no version ${wrong.value || "without a name"}.` : "Choose two different versions.";
    (wrong ?? fields[1]).focus();
  });
  const [a, b] = ["a", "b"].map((name) => asked.get(name));
  if (asked.has("stay") || a === null || b === null) return;
  if (!paths.has(a) || !paths.has(b) || a === b) {
    status.textContent = "The address does not name two different versions of this dataset.";
    return;
  }
  const [one, other] = await Promise.all([a, b].map((id) => load(paths.get(id), `version ${id}`)));
  if (Object.hasOwn(one.diffs, b)) {
    location.replace(root() + one.diffs[b]);
    return;
  }
  show(one, other);

  function values(version) {
    return new Map(version.terms.map(([label, name, summary, said]) => [label, { name, summary, said }]));
  }

  function cell(term, version) {
    const made = make("td", { "data-head": version.title });
    if (term === undefined) {
      made.setAttribute("class", "silent");
      const full = version.known === "full text";
      made.append(make("span", { class: "dim" }, full ? "not in the text" : "not reported"));
      return made;
    }
    if (term.summary) made.append(make("p", {}, bdi(term.summary)));
    const rows = make("dl");
    for (const [field, said] of term.said) {
      rows.append(make("div", {}, make("dt", {}, field), make("dd", {}, bdi(said))));
    }
    if (term.said.length) made.append(rows);
    return made;
  }

  function head(version) {
    return make("th", { scope: "col" }, make("a", { href: root() + version.page }, bdi(version.title)));
  }

  function show(first, second) {
    const sides = [first, second].map(values);
    const labels = [...new Set([...sides[0].keys(), ...sides[1].keys()])].sort();
    const body = make("tbody");
    for (const label of labels) {
      const terms = sides.map((side) => side.get(label));
      const name = (terms[0] ?? terms[1]).name;
      const row = make("tr", {}, make("th", { scope: "row" }, bdi(name)));
      row.append(cell(terms[0], first), cell(terms[1], second));
      body.append(row);
    }
    const table = make("table", { class: "values" });
    table.append(make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Term"), head(first), head(second))), body);
    const region = make("div", { class: "region few", role: "group", tabindex: "0", "aria-label": "Reported values" }, table);
    result.replaceChildren(
      make("h2", {}, "Reported values, beside each other"),
      make(
        "p",
        { class: "unsure" },
        "This is no comparison. No differences were worked out for these two: nothing here says what changed, ",
        "which term stands for which, or what silence means.",
      ),
      make("div", { class: "negotiations" }, region),
    );
    status.textContent = `${labels.length} ${labels.length === 1 ? "term is" : "terms are"} reported of one or both.`;
  }
})();
