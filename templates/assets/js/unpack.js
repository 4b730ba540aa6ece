// Reads what `pages/packing.py` writes: numbers as characters, and text as numbers of its pieces.

import { END, FIRST_CODE, FIRST_PAIR, ONCE, PAIR_CODE, PIECE, UNUSED_CODES } from "./contract.js";
import { isWord } from "./words.js";

const [QUOTE, BACKSLASH, DELETE] = UNUSED_CODES;

/** The numbers in a packed string. */
export function numbers(text) {
  const found = new Uint32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    const above = code >= PAIR_CODE ? (code - PAIR_CODE) * FIRST_PAIR : 0;
    if (above) code = text.charCodeAt(++i);
    found[count++] = above + code - FIRST_CODE - (code > QUOTE) - (code > BACKSLASH) - (code > DELETE);
  }
  return found.subarray(0, count);
}

/** Lists of numbers, as one array: list `i` stands from `start[i]` up to `start[i + 1]`. */
export class Lists {
  constructor(of, start) {
    this.of = of;
    this.start = start;
  }

  static unpack({ of, size }, count) {
    const start = new Uint32Array(count + 1);
    const sizes = size === undefined ? null : numbers(size);
    for (let i = 0; i < count; i++) start[i + 1] = start[i] + (sizes ? sizes[i] : 1);
    return new Lists(numbers(of), start);
  }

  static from(lists) {
    const start = new Uint32Array(lists.length + 1);
    lists.forEach((list, i) => (start[i + 1] = start[i] + list.length));
    return new Lists(Uint32Array.from(lists.flat()), start);
  }

  /** Each list with its numbers replaced by those that `next` gives for them, none twice. */
  map(next) {
    const of = [];
    const start = new Uint32Array(this.start.length);
    for (let i = 0; i + 1 < start.length; i++) {
      const first = of.length;
      for (let at = this.start[i]; at < this.start[i + 1]; at++) {
        for (const value of next(this.of[at])) if (of.indexOf(value, first) < 0) of.push(value);
      }
      start[i + 1] = of.length;
    }
    return new Lists(Uint32Array.from(of), start);
  }

  at(i) {
    return this.of.subarray(this.start[i], this.start[i + 1]);
  }
}

/** Texts, spelled only when they are asked for. */
export class Texts {
  /** @param once pieces that stand in the texts a single time; the first `skip` of them are not ours */
  constructor(text, count, pieces, once, skip) {
    Object.assign(this, { pieces, once, stream: numbers(text) });
    this.starts = new Uint32Array(count + 1);
    this.taken = new Uint32Array(count + 1).fill(skip);
    let at = 0;
    for (let i = 0; i < this.stream.length; i++) {
      if (this.stream[i] === ONCE) skip++;
      if (this.stream[i] !== END) continue;
      this.starts[++at] = i + 1;
      this.taken[at] = skip;
    }
    /** How many of `once` are taken when all texts are spelled. */
    this.end = skip;
  }

  /** Calls `visit` with each piece of a text and its number; pieces of `once` come after all others. */
  each(i, visit) {
    let once = this.taken[i];
    for (let at = this.starts[i]; this.stream[at] !== END; at++) {
      const code = this.stream[at];
      if (code === ONCE) visit(this.once[once], this.pieces.length + once++);
      else visit(this.pieces[code - PIECE], code - PIECE);
    }
  }

  /** A text as finished HTML. */
  html(i) {
    let html = "";
    let afterWord = false;
    this.each(i, (piece) => {
      const word = isWord(piece);
      html += afterWord && word ? ` ${piece}` : piece;
      afterWord = word;
    });
    return html;
  }
}
