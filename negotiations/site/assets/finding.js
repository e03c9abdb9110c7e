"use strict";
// The search: the same answers as `negotiations find`, see negotiations/answers/find.py.
explorer.finder = function finder(words) {
  const folded = explorer.folder(words);
  const [IN_OTHER_WORDS, CODED] = words.ranks;
  const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const LETTER = "[\\p{L}\\p{Nl}\\p{No}]";
  const IES = new RegExp(`${LETTER}{2}ies$`, "u");
  const S = new RegExp(`${LETTER}{2}(?![su])${LETTER}s$`, "u");

  // The words with the last of them in the singular, as far as its letters tell.
  function singular(text) {
    if (IES.test(text)) return `${text.slice(0, -3)}y`;
    return S.test(text) ? text.slice(0, -1) : text;
  }

  const is = (word, sought) => singular(folded(word).trim()) === singular(sought);

  function patternOf(sought) {
    const before = /^\p{Nd}/u.test(sought) ? "(?<![0-9])(?<![0-9][.,])" : "";
    const after = /\p{Nd}$/u.test(sought) ? "(?![0-9])(?![.,][0-9])" : "";
    let stem = singular(sought);
    let ending = "";
    if (stem !== sought) {
      [stem, ending] = sought.endsWith("ies") ? [stem.slice(0, -1), "(?:y|ies)"] : [stem, "s?"];
    }
    return new RegExp(before + escaped(stem) + ending + after, "u");
  }

  // A name as whole words; one of few letters is a word of its own too often.
  function whole(name) {
    const text = folded(name).trim();
    if ([...text].length <= 3) return /(?!)/u;
    return new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(text)}(?![\\p{L}\\p{N}_])`, "u");
  }

  const called = (name, alias) => (alias === undefined ? name : `${name}, also called ${alias}`);

  function meaningsOf(sought) {
    const found = [];
    for (const [id, isIssue, name, aliases, spellings] of words.meanings) {
      const alias = aliases.find((each) => is(each, sought));
      if (alias === undefined && !(isIssue && is(name, sought))) continue;
      found.push({
        id,
        isIssue,
        said: called(name, alias),
        names: alias === undefined ? [] : [name, ...spellings].map(whole),
      });
    }
    return found;
  }

  // What is sought, ready to be looked for in one record after the other; null for nothing.
  function question(text) {
    const sought = folded(text).trim();
    if (!sought) return null;
    const meanings = meaningsOf(sought);
    const issues = new Map(meanings.filter((each) => each.isIssue).map((each) => [each.id, each.said]));
    return { sought, pattern: patternOf(sought), meanings, issues };
  }

  function saidOf(word, isVocabulary, aliases, { sought, issues }) {
    if (!isVocabulary) return issues.get(word);
    const alias = aliases.find((each) => is(each, sought));
    const meant = alias !== undefined || is(word.replaceAll("-", " "), sought) || is(word, sought);
    return meant ? called(word, alias) : undefined;
  }

  // Where the words stand in a record, by the text that is most worth reading; null where nowhere.
  function find(record, asked) {
    const [address, page, title, name, texts, codes] = record;
    let best = null;
    const offer = (rank, depth, pointer, text, said) => {
      if (best === null || rank < best.rank || (rank === best.rank && depth < best.depth)) {
        best = { address, page, title, rank, depth, pointer, text, called: said };
      }
    };
    const foldedTexts = texts.map((text) => folded(text[3]));
    texts.forEach(([rank, depth, pointer, text, isAlias], index) => {
      if (!asked.pattern.test(foldedTexts[index])) return;
      const said = isAlias ? called(name || address.split("/")[1], text) : "";
      offer(rank, isAlias && is(text, asked.sought) ? -1 : depth, pointer, text, said);
    });
    if (best === null || best.rank >= IN_OTHER_WORDS) {
      texts.forEach(([, depth, pointer, text], index) => {
        for (const meaning of asked.meanings) {
          if (meaning.names.some((each) => each.test(foldedTexts[index]))) {
            offer(IN_OTHER_WORDS, depth, pointer, text, meaning.said);
          }
        }
      });
    }
    if (best === null || best.rank >= CODED) {
      for (const [depth, pointer, word, isVocabulary, aliases] of codes) {
        const said = saidOf(word, isVocabulary, aliases, asked);
        if (said !== undefined) offer(CODED, depth, pointer, word, said);
      }
    }
    return best;
  }

  return { question, find };
};
