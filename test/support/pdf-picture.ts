/** A page of a PDF as dots, in the form that decoders take. */
interface Picture {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number];
interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const A4 = { width: 595.28, height: 841.89 };
/** 144 dots an inch: a worse print than any of an office, so that a code which reads here reads there. */
const DOTS_A_POINT = 2;

/**
 * Draws what a content stream fills with colour: grounds and the code for payment, where the file itself puts them.
 * Texts and thin lines are left out; whatever else may be drawn with is an error, lest something be overlooked.
 */
export function pictureOf(content: string, dots = DOTS_A_POINT): Picture {
  const [width, height] = [Math.ceil(A4.width * dots), Math.ceil(A4.height * dots)];
  const picture = { data: new Uint8ClampedArray(width * height * 4).fill(255), width, height };
  const saved: { matrix: Matrix; colour: number[] }[] = [];
  // From points that begin below to dots that begin above.
  let matrix: Matrix = [dots, 0, 0, -dots, 0, height];
  let colour = [0, 0, 0];
  let path: Rectangle[] = [];
  let numbers: number[] = [];
  for (const [word] of content.replace(/BT\s.*?ET/gs, '').matchAll(/[^\s<>[\]()]+/g)) {
    if (/^[-+.\d]+$/.test(word)) {
      numbers.push(Number(word));
      continue;
    }
    if (word === 'q') saved.push({ matrix, colour });
    else if (word === 'Q') ({ matrix, colour } = saved.pop()!);
    else if (word === 'cm') matrix = product(numbers as Matrix, matrix);
    else if (word === 'scn') colour = numbers.map((part) => part * 255);
    else if (word === 're') path.push(rectangle(numbers, matrix));
    else if (word === 'f') for (const one of path) fill(picture, one, colour);
    else if (/^(c|v|y|h|f\*|B|B\*|b|b\*|rg|g|k|W|Do|sh|BI)$/.test(word)) throw new Error(`unknown: ${word}`);
    if (/^[fSn]$/.test(word)) path = [];
    numbers = [];
  }
  return picture;
}

/** What is drawn by `inner` within `outer`. */
function product(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [x, y] = point(outer, e, f);
  const [p, q, r, s] = outer;
  return [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, x, y];
}

function point([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

function rectangle([x = 0, y = 0, width = 0, height = 0]: number[], matrix: Matrix): Rectangle {
  const [x1, y1] = point(matrix, x, y);
  const [x2, y2] = point(matrix, x + width, y + height);
  return {
    left: Math.min(x1, x2),
    top: Math.min(y1, y2),
    right: Math.max(x1, x2),
    bottom: Math.max(y1, y2),
  };
}

/** A dot is coloured when its middle is inside. */
function fill({ data, width }: Picture, { left, top, right, bottom }: Rectangle, colour: number[]): void {
  for (let y = Math.ceil(top - 0.5); y < bottom - 0.5; y += 1) {
    for (let x = Math.ceil(left - 0.5); x < right - 0.5; x += 1) {
      data.set(colour, (y * width + x) * 4);
    }
  }
}
