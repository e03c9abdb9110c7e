"use strict";
// Text as the library folds it before it compares: see negotiations/folding.py, which gives the tables.
explorer.folder = function folder({ shapes, folds }) {
  const shape = new Map(Object.entries(shapes));
  const fold = new Map(Object.entries(folds));
  return function folded(text) {
    let plain = "";
    for (const letter of text) plain += shape.has(letter) ? shape.get(letter) : letter;
    let composed = "";
    for (const letter of plain.normalize("NFKC")) {
      composed += fold.has(letter) ? fold.get(letter) : letter.toLowerCase();
    }
    // White space as Python has it.
    return composed.normalize("NFKC").replace(/[\s\x1c-\x1f\x85]+/gu, " ");
  };
};
