/**
 * The room that an element takes on its host page, from the start and for good: nothing around it moves when the laboratory
 * comes. Until then it shows the poster or the element's children.
 */

/**
 * The height that the host page gives is kept; else it follows from the width and from how many views were asked for. Lengths
 * are in the laboratory's own type size, `--em`. The room is there also if the host makes the element a block: then it is a box
 * of full height, which is its intrinsic one where no height is given.
 */
const STYLES = `:host{display:flex;flex-direction:column;container:lab/inline-size;contain-intrinsic-inline-size:20em;min-width:min(100%,20em)}
:host([hidden]){display:none!important}
.frame{--em:clamp(15px,.55cqi + 8px,22px);--room:var(--gradscape-height,calc(48*var(--em)));flex:1 1 var(--room);height:100%;contain-intrinsic-height:var(--room);min-height:0;container:frame/size;position:relative}
.still{display:block;box-sizing:border-box;height:100%;overflow:auto}
img{width:100%;height:100%;object-fit:contain;display:block}
.frame>img{position:absolute;inset:0;z-index:4;background:Canvas}
@container lab (max-width:899px){.frame{--room:var(--gradscape-height,calc((var(--rows) + var(--more,0))*var(--em)))}.page{flex:1 0 auto;height:auto;min-height:var(--gradscape-height,0);container-type:inline-size}}
@container lab (max-width:599px){.frame{--more:12}}
@media print{:host{display:block;height:auto!important;container-type:normal}.frame{container-type:normal;height:auto}.still{height:auto;overflow:visible}.frame>img{position:static;height:auto}}`;

/** Views that are shown where none were asked for: the surface and three charts. */
const USUAL = 4;

/** @type {CSSStyleSheet | undefined} */
let sheet;

export class Frame {
  /** The children, until the laboratory has a place for them. */
  slot = document.createElement('slot');
  /** What fills the room. */
  box = document.createElement('div');
  /** The picture of the attribute `poster`. @type {HTMLImageElement | null} */
  poster = null;
  #element;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
    this.root = element.attachShadow({ mode: 'open' });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLES);
    }
    this.root.adoptedStyleSheets = [sheet];
    this.slot.className = 'still';
    this.box.append(this.slot);
    this.root.append(this.box);
  }

  /** Takes the room that the attributes ask for, and shows the poster. */
  arrange() {
    const element = this.#element;
    this.box.className = element.hasAttribute('link') ? 'frame page' : 'frame';
    const [views, controls] = ['views', 'controls'].map((name) => element.getAttribute(name)?.match(/\S+/g)?.length);
    // The surface with its sentence, then charts; all settings have a row at the foot, some have one each.
    const shown = Math.min(views ?? USUAL, USUAL);
    const rows =
      28 + 17 * shown - 4 * Math.max(shown - 2, 0) + (controls === undefined ? 0 : 6 * Math.min(controls, 3) - 4);
    this.box.style.setProperty('--rows', String(rows));
    const address = element.getAttribute('poster');
    if (address && this.slot.parentNode === this.box) {
      const poster = (this.poster ??= new Image());
      poster.alt = '';
      poster.onerror = () => poster.remove();
      if (poster.getAttribute('src') !== address) poster.src = address;
      this.box.append(poster);
    }
  }

  /** The laboratory is there, or cannot come: the poster goes. */
  unveil() {
    this.poster?.remove();
  }
}
