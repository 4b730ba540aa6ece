// Reads what `pages/index/packing.py` writes: numbers as characters, and texts as numbers of their pieces.

import { END, FIRST_CODE, FIRST_PAIR, ONCE, PAIR_CODE, PIECE, UNUSED_CODES } from "./contract.js";
import { isWord } from "./tokens.js";

const [QUOTE, BACKSLASH, DELETE] = UNUSED_CODES;

/** The numbers of a packed string. */
export function unpackNumbers(text) {
  const numbers = new Uint32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    const high = code >= PAIR_CODE ? (code - PAIR_CODE) * FIRST_PAIR : 0;
    if (high) code = text.charCodeAt(++i);
    numbers[count++] = high + code - FIRST_CODE - (code > QUOTE) - (code > BACKSLASH) - (code > DELETE);
  }
  return numbers.subarray(0, count);
}

/** Lists of numbers in one array: list `i` is `values` from `start[i]` up to `start[i + 1]`. */
export class Lists {
  constructor(values, start) {
    this.values = values;
    this.start = start;
  }

  static unpack({ of, size }, count) {
    const start = new Uint32Array(count + 1);
    const sizes = size === undefined ? null : unpackNumbers(size);
    for (let i = 0; i < count; i++) start[i + 1] = start[i] + (sizes ? sizes[i] : 1);
    return new Lists(unpackNumbers(of), start);
  }

  static from(lists) {
    const start = new Uint32Array(lists.length + 1);
    lists.forEach((list, i) => (start[i + 1] = start[i] + list.length));
    return new Lists(Uint32Array.from(lists.flat()), start);
  }

  /** Replaces each number by those that `convert` returns for it, without duplicates in a list. */
  flatMap(convert) {
    const values = [];
    const start = new Uint32Array(this.start.length);
    for (let i = 0; i + 1 < start.length; i++) {
      const first = values.length;
      for (let at = this.start[i]; at < this.start[i + 1]; at++) {
        for (const value of convert(this.values[at])) if (values.indexOf(value, first) < 0) values.push(value);
      }
      start[i + 1] = values.length;
    }
    return new Lists(Uint32Array.from(values), start);
  }

  /** List `i`. */
  at(i) {
    return this.values.subarray(this.start[i], this.start[i + 1]);
  }
}

/** A column of texts, each assembled only when it is needed. */
export class Texts {
  /** @param once pieces that occur a single time, in order; the first `skip` of them belong to other columns */
  constructor(packed, count, pieces, once, skip) {
    Object.assign(this, { pieces, once, stream: unpackNumbers(packed) });
    this.starts = new Uint32Array(count + 1);
    this.firstOnce = new Uint32Array(count + 1).fill(skip);
    let text = 0;
    for (let i = 0; i < this.stream.length; i++) {
      if (this.stream[i] === ONCE) skip++;
      if (this.stream[i] !== END) continue;
      this.starts[++text] = i + 1;
      this.firstOnce[text] = skip;
    }
    /** How many of `once` this column and those before it use. */
    this.end = skip;
  }

  /** Calls `visit` with each piece of a text and its number; those of `once` are numbered after all others. */
  each(i, visit) {
    let once = this.firstOnce[i];
    for (let at = this.starts[i]; this.stream[at] !== END; at++) {
      const code = this.stream[at];
      if (code === ONCE) visit(this.once[once], this.pieces.length + once++);
      else visit(this.pieces[code - PIECE], code - PIECE);
    }
  }

  /** A text as HTML. A single space between two words is not stored. */
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
