"use strict";
// What was meant by a search that finds nothing: the same as negotiations/answers/spelling.py.
explorer.speller = function speller(words) {
  const { wordsIn } = explorer.asker(words);
  const [SHORTEST, LONGEST] = words.compared;
  const sounds = words.sounds.map(([pattern, letter]) => [new RegExp(pattern, "gu"), letter]);
  const known = new Map();
  for (const [, name, aliases, spellings] of words.meanings) {
    for (const each of [name, ...aliases, ...spellings]) {
      for (const [form, written] of wordsIn(each)) {
        const other = known.get(form) ?? written;
        known.set(form, written < other ? written : other);
      }
    }
  }

  const cut = (text) => [...text].slice(0, LONGEST);
  const sound = (word) => cut(sounds.reduce((text, [pattern, letter]) => text.replace(pattern, letter), word));

  function distance(a, b) {
    const row = [...b, ""].map((_, place) => place);
    a.forEach((letter, before) => {
      let diagonal = row[0];
      row[0] = before + 1;
      b.forEach((other, place) => {
        const above = row[place + 1];
        row[place + 1] = Math.min(above + 1, row[place] + 1, diagonal + Number(letter !== other));
        diagonal = above;
      });
    });
    return row.at(-1);
  }

  function nearest(word) {
    if ([...word].length < SHORTEST) return "";
    const heard = sound(word);
    let best = null;
    for (const each of [...known.keys()].sort()) {
      if ([...each].length < SHORTEST) continue;
      const other = sound(each);
      const apart = distance(heard, other);
      if (apart > Math.max(1, Math.floor(Math.min(heard.length, other.length) / 4))) continue;
      const letters = distance(cut(word), cut(each));
      if (best === null || apart < best[0] || (apart === best[0] && letters < best[1])) best = [apart, letters, each];
    }
    return best === null ? "" : best[2];
  }

  // The text with each word that is no name, or the beginning of one, replaced by the nearest; "" where none is.
  return function didYouMean(text) {
    const given = wordsIn(text);
    const meant = new Map();
    for (const word of given.keys()) {
      if ([...known.keys()].some((each) => each.startsWith(word))) continue;
      const near = nearest(word);
      if (near) meant.set(word, known.get(near));
    }
    return meant.size ? [...given].map(([word, written]) => meant.get(word) ?? written).join(" ") : "";
  };
};
