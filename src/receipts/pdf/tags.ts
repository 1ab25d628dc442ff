interface TagOptions {
  readonly alt?: string;
  readonly scope?: 'Column' | 'Row';
}

/** The structure of a document for those who listen to it; an untagged one is only drawn. */
export class Tags {
  private readonly open: PDFKit.PDFStructureElement[] = [];

  constructor(
    private readonly document: PDFKit.PDFDocument,
    private readonly tagged: boolean,
  ) {}

  /** An element that holds others. */
  group(type: string, draw: () => void): void {
    if (this.tagged) this.open.push(this.add(this.document.struct(type)));
    draw();
    if (this.tagged) this.open.pop()!.end();
  }

  /** An element with text or a picture in it; must not go over the end of a page. */
  leaf(type: string, draw: () => void, options: TagOptions = {}): void {
    if (this.tagged) this.add(this.document.struct(type, options, draw));
    else draw();
  }

  /** What is only for the eye: lines, grounds, headings repeated on the next page. */
  artifact(draw: () => void): void {
    if (this.tagged) this.document.markContent('Artifact');
    draw();
    if (this.tagged) this.document.endMarkedContent();
  }

  private add(element: PDFKit.PDFStructureElement): PDFKit.PDFStructureElement {
    const parent = this.open.at(-1);
    if (parent) parent.add(element);
    else this.document.addStructure(element);
    return element;
  }
}
