"use strict";
// The search: the same answers as `negotiations find`, see negotiations/answers/find.py.
explorer.finder = function finder(words) {
  const { EXACT, INSIDE, searchForm, unitsOf, quality, isNamed, escaped } = explorer.asker(words);
  const [IN_OTHER_WORDS, CODED, IN_TERMS] = words.ranks;

  // The lesser of two lists of numbers, as the library sorts them.
  function order(a, b) {
    for (let place = 0; place < a.length; place += 1) if (a[place] !== b[place]) return a[place] - b[place];
    return 0;
  }

  const called = (name, alias) => (alias === undefined ? name : `${name}, also called ${alias}`);

  // How well the best of some names has each unit that any has, and the place of that name.
  function named(names, units) {
    const hits = names.map((name) => {
      const form = searchForm(name);
      const having = new Map();
      units.forEach((unit, number) => {
        const each = quality(unit, form);
        if (each !== null) having.set(number, each);
      });
      return having;
    });
    const found = new Map();
    units.forEach((unit, number) => {
      const ranked = [];
      hits.forEach((having, place) => {
        if (having.has(number)) ranked.push([having.get(number), -having.size, Number(!isNamed(names[place], unit.said)), place]);
      });
      if (ranked.length) {
        const best = ranked.sort(order)[0];
        found.set(number, [best[0], best[3]]);
      }
    });
    return found;
  }

  // Names as whole words; one of few letters is a word of its own too often.
  function whole(names) {
    const forms = names.map((name) => searchForm(name).trim()).filter((form) => [...form].length > 3);
    if (!forms.length) return null;
    return new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.map(escaped).join("|")})(?![\\p{L}\\p{N}])`, "u");
  }

  // Qualities and what is said of each unit: of a name at a place after the first, by what other word it goes.
  function meant(found, name, aliases) {
    const qualities = new Map();
    const said = new Map();
    for (const [unit, [each, place]] of found) {
      qualities.set(unit, each);
      said.set(unit, called(name, place > 0 ? aliases[place - 1] : undefined));
    }
    return { qualities, said };
  }

  function meaningsOf(units) {
    const meanings = new Map();
    for (const [key, name, aliases, spellings] of words.meanings) {
      const found = named([name, ...aliases, ...spellings], units);
      if (!found.size) continue;
      const names = key.startsWith("issues/") ? null : whole([name, ...spellings]);
      meanings.set(key, { ...meant(found, name, aliases), names });
    }
    return meanings;
  }

  // What is sought, ready to be looked for in one record after the other; null for nothing.
  function question(text) {
    const units = unitsOf(text);
    if (!units.length) return null;
    const meanings = meaningsOf(units);
    const counts = units.map((unit) => [unit.said, 0]);
    const byName = [...meanings.values()].filter(({ names }) => names);
    // As it is written, and without the small words.
    const sought = [text, units.map(({ said }) => said).join(" ")];
    return { sought, units, counts, meanings, vocabulary: new Map(), byName, number: 0, byTerm: new Map() };
  }

  const placeOf = (units, rank, depth, pointer, text, said) => ({
    units,
    rank,
    depth,
    pointer,
    text,
    said,
    order: [-units.size, Math.max(...units.values()), rank, depth],
  });

  function inTexts([address, , , name, texts], { sought, units, byName }) {
    const places = [];
    for (const [rank, depth, pointer, text, isAlias] of texts) {
      const form = searchForm(text);
      let found = new Map();
      units.forEach((unit, number) => {
        const each = quality(unit, form);
        if (each !== null) found.set(number, each);
      });
      if (found.size) {
        const said = new Map();
        const words = called(name || address.split("/")[1], text);
        if (isAlias) for (const number of found.keys()) said.set(number, words);
        if (rank < IN_OTHER_WORDS && found.size === units.length && sought.some((each) => isNamed(text, each))) {
          found = new Map([...found.keys()].map((number) => [number, EXACT]));
        }
        places.push(placeOf(found, rank, depth, pointer, text, said));
      }
      for (const meaning of byName) {
        const others = [...meaning.qualities].filter(([number]) => !found.has(number));
        if (!others.length || !meaning.names.test(form)) continue;
        const said = new Map(others.map(([number]) => [number, meaning.said.get(number)]));
        places.push(placeOf(new Map([...found, ...others]), IN_OTHER_WORDS, depth, pointer, text, said));
      }
    }
    return places;
  }

  function coded([, , , , , codes], { units, meanings, vocabulary }) {
    const places = [];
    for (const [depth, pointer, word, collection, aliases] of codes) {
      let meaning;
      if (collection) {
        meaning = meanings.get(`${collection}/${word}`);
      } else {
        if (!vocabulary.has(word + aliases)) {
          vocabulary.set(word + aliases, meant(named([word.replaceAll("-", " "), ...aliases], units), word, aliases));
        }
        meaning = vocabulary.get(word + aliases);
      }
      if (meaning?.qualities.size) places.push(placeOf(meaning.qualities, CODED, depth, pointer, word, meaning.said));
    }
    return places;
  }

  const least = (list, key) => {
    let best = list[0];
    for (const each of list) if (order(key(each), key(best)) < 0) best = each;
    return best;
  };

  // The match of a record by the place that has most of what is sought, if its places have all; else null.
  function matchOf([address, page, title, , , , terms], places, units) {
    const best = [];
    for (const unit of units.keys()) {
      const having = places.filter((place) => place.units.has(unit));
      if (!having.length) return null;
      best.push(least(having, (place) => [place.units.get(unit), place.rank, place.depth]));
    }
    const shown = least(places, (place) => place.order);
    const chosen = best.map((place, unit) => (shown.units.has(unit) ? shown : place));
    const said = chosen.flatMap((place, unit) => (place.said.has(unit) ? [place.said.get(unit)] : []));
    return {
      address,
      page,
      title,
      pointer: shown.pointer,
      text: shown.text,
      called: [...new Set(said)].join("; "),
      isCoded: shown.rank === CODED,
      isByTerm: false,
      term: terms[termOf(shown.pointer)],
      order: [
        Math.max(...chosen.map((place, unit) => place.units.get(unit))),
        Number(shown.units.size < units.length),
        Math.max(...chosen.map((place) => place.rank)),
        shown.depth,
      ],
    };
  }

  // The place of the term that a field is in, if it is in one.
  const termOf = (pointer) => pointer.split("/").slice(0, 3).join("/");

  // Note the issues of the terms of a record of which each has, in its own texts, all that is sought.
  function noteIssues(record, places, { units, byTerm }) {
    const terms = record[6];
    const ofTerms = new Map();
    for (const place of places) {
      const label = termOf(place.pointer);
      const isItself = place.pointer.split("/").length === 4;
      if (place.rank > IN_TERMS || !isItself || !Object.hasOwn(terms, label)) continue;
      ofTerms.set(label, [...(ofTerms.get(label) ?? []), place]);
    }
    for (const [label, found] of ofTerms) {
      const address = terms[label][2];
      const match = Object.hasOwn(words.issues, address) ? matchOf(record, found, units) : null;
      if (match === null || (byTerm.has(address) && order(match.order, byTerm.get(address).order) >= 0)) continue;
      const [number, page, title] = words.issues[address];
      const said = `a term on it: ${match.text}`;
      const shown = { address, page, title, number, pointer: "/label", text: title, called: said, order: match.order };
      byTerm.set(address, { ...shown, isCoded: false, isByTerm: true, term: undefined });
    }
  }

  // Where a record has all that is sought; null where it has not.
  function find(record, asked) {
    const places = [...inTexts(record, asked), ...coded(record, asked)];
    asked.units.forEach((_, unit) => {
      if (places.some((place) => place.units.has(unit))) asked.counts[unit][1] += 1;
    });
    const match = matchOf(record, places, asked.units);
    const number = asked.number;
    asked.number += 1;
    if (match === null) return null;
    noteIssues(record, places, asked);
    return { ...match, number };
  }

  // What is found, the most worth reading first; what words have inside, where nothing begins so.
  function listed(found, { byTerm }) {
    const best = new Map(found.map((match) => [match.number, match]));
    for (const match of byTerm.values()) {
      const own = best.get(match.number);
      if (own === undefined || order(match.order, own.order) < 0) best.set(match.number, match);
    }
    const sorted = [...best.values()].sort((a, b) => order([...a.order, a.number], [...b.order, b.number]));
    return sorted.filter((match) => match.order[0] < INSIDE || sorted[0].order[0] === INSIDE);
  }

  return { question, find, listed };
};
