"use strict";
// What is sought, and how well a text has it: the same as negotiations/answers/sought.py, which gives the tables.
explorer.asker = function asker(words) {
  const folded = explorer.folder(words);
  const [EXACT, WHOLE, INSIDE] = words.qualities;
  const LETTER = "[\\p{L}\\p{N}]";
  const BEFORE = `(?<!${LETTER})`;
  const AFTER = `(?!${LETTER})`;
  const JOINED = "[-'.]?";
  const SCALES = Object.keys(words.scales).join("|");
  const GROUPED =
    /(?<![0-9])(?<![0-9][.,])[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:\.[0-9]{3}){2,}|(?:'[0-9]{3}){2,}|(?: [0-9]{3}){2,})(?![0-9])/gu;
  const SCALED = new RegExp(`(?<![0-9])(?<![0-9][.,])([0-9]+)(?:\\.([0-9]+))?[ -]?(${SCALES})(?!${LETTER})`, "gu");
  const NUMBER = /^[0-9]+(?:[.,][0-9]+)*$/u;
  const COMPOUND = new RegExp(`${LETTER}+(?:[-'.,]+${LETTER}+)*`, "gu");
  const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

  // --- folding --------------------------------------------------------------------------------

  const base = new Map(Object.entries(words.letters));
  function plain(text) {
    const form = folded(text);
    if (/^[\x00-\x7f]*$/.test(form)) return form;
    let made = "";
    for (const letter of form.normalize("NFKD").replace(/\p{M}/gu, "")) made += base.get(letter) ?? letter;
    return made;
  }

  function scaled(whole, fraction, scale) {
    const zeros = words.scales[scale];
    const digits = whole + fraction.slice(0, zeros).padEnd(zeros, "0");
    const rest = fraction.slice(zeros).replace(/0+$/, "");
    return (digits.replace(/^0+/, "") || "0") + (rest ? `.${rest}` : "");
  }

  function counted(form, keeps) {
    if (!/[0-9]/.test(form)) return form;
    return form
      .replace(GROUPED, (found) => found.replace(/[,.' ]/g, ""))
      .replace(SCALED, (found, whole, fraction, scale) => (keeps ? `${found} ` : "") + scaled(whole, fraction ?? "", scale));
  }

  const searchForm = (text) => counted(plain(text), true);
  const bare = (text) =>
    plain(text)
      .replace(/[-'.]/g, "")
      .split(" ")
      .filter((word) => word)
      .map(singular)
      .join(" ");
  const isNamed = (name, text) => bare(name) === bare(text);

  // --- words ----------------------------------------------------------------------------------

  const IES = /\p{L}{2}ies$/u;
  const S = /\p{L}{2}(?![su])\p{L}s$/u;
  function singular(word) {
    if (IES.test(word)) return `${word.slice(0, -3)}y`;
    return S.test(word) ? word.slice(0, -1) : word;
  }

  function formsOf(word) {
    const ending = /(?<=\p{L})(?<![aeiou])(?:ies|ie|i|y)$/u.exec(word);
    if (ending !== null && [...word].length - ending[0].length > 1) {
      const stem = word.slice(0, ending.index);
      return ending[0] === "y" ? [[word, `${stem}ies`], []] : [[word], [`${stem}y`]];
    }
    return [[singular(word)], []];
  }

  const anyOf = (list) => `(?:${list.map((word) => [...word].map(escaped).join(JOINED)).join("|")})`;

  // Whether a word is of a script that attaches articles to words, or has no spaces between them.
  const isAttached = (word) =>
    [...word].some((letter) => /\p{L}/u.test(letter) && letter.toUpperCase() === letter.toLowerCase());

  function wordOf(word) {
    const [begun, ended] = formsOf(word);
    const starts = anyOf(begun);
    const whole = `${BEFORE}(?:${starts}s?|${anyOf([...begun, ...ended])})${AFTER}`;
    const start = `${BEFORE}(?:${starts}${ended.length ? `|${anyOf(ended)}${AFTER}` : ""})`;
    const patterns = [whole];
    if (!isAttached(begun[0])) patterns.push(start);
    if (isAttached(begun[0]) || [...begun[0]].length >= words.inside) patterns.push(`${starts}|${start}`);
    return patterns.map((pattern) => new RegExp(pattern, "u"));
  }

  const numberOf = (digits) => [
    new RegExp(`(?<![0-9])(?<![0-9][.,])${escaped(digits)}(?![0-9])(?![.,][0-9])`, "u"),
  ];

  // How well a text has a word, whose last pattern finds all that any does; null where it does not.
  function qualityOfWord(patterns, form) {
    if (!patterns.at(-1).test(form)) return null;
    return patterns.findIndex((pattern) => pattern.test(form));
  }

  function unitOf(said) {
    if (NUMBER.test(said)) return { said, alternatives: [[numberOf(said)]] };
    const parts = said.split(/[-',]+/u).filter((part) => part);
    const alternatives = [[wordOf(said.replace(/[-'.,]/g, ""))]];
    const apart = [...parts.slice(0, -1).filter((part) => [...part].length > 1), ...parts.slice(-1).filter((part) => part !== "s")];
    if (parts.length > 1 && apart.length) {
      alternatives.push(apart.map((part) => (NUMBER.test(part) ? numberOf(part) : wordOf(part.replaceAll(".", "")))));
    }
    return { said, alternatives };
  }

  // How well a text has a unit, by its form; null where it does not.
  function quality(unit, form) {
    let best = null;
    for (const list of unit.alternatives) {
      let worst = WHOLE;
      for (const patterns of list) {
        const each = qualityOfWord(patterns, form);
        worst = each === null ? null : Math.max(worst, each);
        if (worst === null) break;
      }
      if (worst !== null && (best === null || worst < best)) best = worst;
    }
    return best;
  }

  // The small words of a question, which need not be found; none where it has no others.
  const SMALL = new Set(words.small);
  const wordsOf = (text) => [...new Set(counted(plain(text), false).match(COMPOUND) ?? [])];
  function leftOut(text) {
    const capitals = /[a-z]/.test(text) ? (text.match(/(?<![A-Za-z])[A-Z]{2,}(?![A-Za-z])/g) ?? []) : [];
    const named = new Set(capitals.map((word) => word.toLowerCase()));
    const all = wordsOf(text);
    const small = all.filter((word) => SMALL.has(word) && !named.has(word));
    return small.length === all.length ? [] : small;
  }

  // What is sought, in its parts, all of which are to be found.
  function unitsOf(text) {
    const small = new Set(leftOut(text));
    const units = wordsOf(text).filter((word) => !small.has(word)).map(unitOf);
    // Two words may be one elsewhere: cease fire, ceasefire.
    for (let place = 1; place < units.length; place += 1) {
      const pair = [units[place - 1], units[place]];
      if (!pair.every(({ said }) => /^\p{L}{2,}$/u.test(said))) continue;
      const joined = [wordOf(pair[0].said + pair[1].said)];
      for (const unit of pair) unit.alternatives.push(joined);
    }
    return units;
  }

  // The words of a text, without its numbers, each with how it is written.
  function wordsIn(text) {
    const found = new Map();
    for (const [word] of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      const form = plain(word);
      if (form && !/^\p{N}/u.test(form)) found.set(form, word);
    }
    return found;
  }

  // The pieces of a text, each with whether it is one of the words that are sought.
  function marked(text, units) {
    const pieces = [];
    let from = 0;
    for (const found of text.matchAll(/[\p{L}\p{N}\p{M}]+(?:[-'’.,]+[\p{L}\p{N}\p{M}]+)*/gu)) {
      const form = searchForm(found[0]);
      if (!units.some((unit) => quality(unit, form) !== null)) continue;
      pieces.push([text.slice(from, found.index), false], [found[0], true]);
      from = found.index + found[0].length;
    }
    pieces.push([text.slice(from), false]);
    return pieces.filter(([piece]) => piece);
  }

  return { EXACT, INSIDE, searchForm, unitsOf, leftOut, quality, isNamed, wordsIn, marked, escaped };
};
