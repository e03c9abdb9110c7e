"use strict";
// The passages of a source in the reader's own copy of its text. The file is read here and goes nowhere.
explorer.sha256 = (() => {
  const ROUND = new Uint32Array(64);
  const START = new Uint32Array(8);
  // The first bits of the roots of the first primes, as FIPS 180-4 defines them.
  const bits = (root) => Math.floor((root - Math.floor(root)) * 2 ** 32);
  for (let number = 2, count = 0; count < 64; number += 1) {
    let prime = true;
    for (let by = 2; by * by <= number; by += 1) if (number % by === 0) prime = false;
    if (!prime) continue;
    if (count < 8) START[count] = bits(Math.sqrt(number));
    ROUND[count] = bits(Math.cbrt(number));
    count += 1;
  }
  const words = new Uint32Array(64);
  const turn = (value, by) => (value >>> by) | (value << (32 - by));

  return function sha256(bytes) {
    const length = (((bytes.length + 8) >> 6) + 1) << 6;
    const padded = new Uint8Array(length);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    const seen = new DataView(padded.buffer);
    seen.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
    seen.setUint32(length - 4, (bytes.length << 3) >>> 0);
    const state = START.slice();
    for (let offset = 0; offset < length; offset += 64) {
      for (let index = 0; index < 16; index += 1) words[index] = seen.getUint32(offset + 4 * index);
      for (let index = 16; index < 64; index += 1) {
        const [early, late] = [words[index - 15], words[index - 2]];
        const low = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
        const high = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
        words[index] = words[index - 16] + low + words[index - 7] + high;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let index = 0; index < 64; index += 1) {
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[index] + words[index]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((value, index) => {
        state[index] += value;
      });
    }
    return [...state].map((value) => value.toString(16).padStart(8, "0")).join("");
  };
})();

// Where the passages of a source are in a text: by their places, else by the words of their fingerprints.
explorer.placed = function placed(text, passages, budget = 60_000_000) {
  const letters = [...text];
  const encoder = new TextEncoder();
  let left = budget;
  const has = (start, length, digest) => {
    if (start < 0 || start + length > letters.length) return false;
    left -= 200 + length;
    return explorer.sha256(encoder.encode(letters.slice(start, start + length).join(""))) === digest;
  };
  const isWord = (letter) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
  let edges = null;
  const begins = () => {
    if (edges === null) {
      edges = [];
      letters.forEach((letter, index) => {
        const within = isWord(letters[index - 1]) && isWord(letter);
        if (!within && !/\s/u.test(letter)) edges.push(index);
      });
    }
    return edges;
  };
  const shifts = [0];
  const found = [];
  const missing = [];
  for (const passage of passages) {
    const [start, end, digest] = passage;
    const length = end - start;
    let at = shifts.map((shift) => start + shift).find((place) => has(place, length, digest));
    if (at === undefined && left > 0) {
      at = begins().find(
        (place) => left > 0 && !(isWord(letters[place + length - 1]) && isWord(letters[place + length])) && has(place, length, digest),
      );
    }
    if (at === undefined) {
      missing.push(passage);
      continue;
    }
    const shift = at - start;
    shifts.splice(0, shifts.length, shift, ...shifts.filter((each) => each !== shift).slice(0, 7));
    found.push({ start: at, end: at + length, records: passage[3] });
  }
  return { letters, found, missing, isWhole: left > 0 };
};

(() => {
  if (typeof document === "undefined") return;
  const { make, bdi, load, root } = explorer;
  const panel = document.getElementById("own-text");
  if (!panel) return;
  const input = document.getElementById("own-file");
  const status = document.getElementById("own-status");
  const result = document.getElementById("own-result");

  async function read(file) {
    status.textContent = `Reading ${file.name} …`;
    result.replaceChildren();
    if (file.size > 20_000_000) {
      status.textContent = "The file is larger than 20 MB, and is not read.";
      return;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      status.textContent = "The file is not text in UTF-8.";
      return;
    }
    const key = panel.dataset.key;
    const path = `sources/${panel.dataset.passages.split("/").pop()}`;
    const source = await load(path, key);
    const isSame = explorer.sha256(bytes) === source.sha256;
    const { letters, found, missing, isWhole } = explorer.placed(text, source.passages);
    const number = source.passages.length;
    const same = isSame ? "This is the text that was coded." : "This is not the very file that was coded; passages were looked for by their fingerprints.";
    const open = isWhole ? "" : " Not all of it was searched.";
    status.textContent = `${same} ${found.length} of ${number} ${number === 1 ? "passage is" : "passages are"} marked.${open}`;
    if (missing.length && !found.length) return;
    show(letters, found, source);
  }

  function show(letters, found, source) {
    const bounds = [...new Set([0, letters.length, ...found.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
    const opening = [...found].sort((a, b) => a.start - b.start);
    const text = make("div", { class: "own", tabindex: "0", role: "group", "aria-label": "Your copy of the text" });
    let line = make("p");
    let records = new Set();
    let next = 0;
    let open = [];
    const finish = () => {
      if (line.textContent.trim()) {
        text.append(line);
        if (records.size) text.append(carried(records, source));
      }
      line = make("p");
      records = new Set();
    };
    for (let index = 0; index + 1 < bounds.length; index += 1) {
      const [start, end] = [bounds[index], bounds[index + 1]];
      while (next < opening.length && opening[next].start <= start) {
        open.push(opening[next]);
        next += 1;
      }
      open = open.filter((passage) => passage.end > start);
      const carrying = new Set(open.flatMap((passage) => passage.records));
      const lines = letters.slice(start, end).join("").split(/\r\n|\r|\n/u);
      lines.forEach((words, number) => {
        if (number > 0) finish();
        if (!words) return;
        if (!carrying.size) {
          line.append(words);
          return;
        }
        const names = [...carrying].map((each) => source.records[each][0]);
        line.append(make("mark", { title: names.slice(0, 12).join("; ") }, words));
        for (const each of carrying) records.add(each);
      });
    }
    finish();
    result.replaceChildren(text);
  }

  function carried(records, source) {
    const list = make("ul", { class: "carried" });
    for (const index of records) {
      const [name, page] = source.records[index];
      list.append(make("li", {}, make("a", { href: root() + page }, bdi(name))));
    }
    const number = records.size === 1 ? "1 record" : `${records.size} records`;
    return make("details", {}, make("summary", {}, `${number} rest on this`), list);
  }

  input.addEventListener("change", () => input.files.length && read(input.files[0]));
  panel.addEventListener("dragover", (event) => {
    event.preventDefault();
    panel.classList.add("over");
  });
  panel.addEventListener("dragleave", () => panel.classList.remove("over"));
  panel.addEventListener("drop", (event) => {
    event.preventDefault();
    panel.classList.remove("over");
    const file = event.dataTransfer.files[0];
    if (file) read(file);
  });
})();
