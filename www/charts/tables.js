/** A view's numbers as tables in place of its picture: to read, to copy, and for readers who cannot see pictures. */
import { child, h, iconButton, relabel, say, uid } from '../common/dom.js';

/** @import { Table } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** Rows that are shown of a table, at most about. */
export const ROWS = 100;
/** How often, in ms, the numbers of a running chart are updated. */
const PACE = 1000;

export class TableView {
  #texts;
  /** @type {Table[]} */
  #tables = [];
  #written = -Infinity;

  /**
   * @param {Texts} texts
   * @param {HTMLElement} box of the picture, which it covers while it is shown
   * @param {string} label the view's name
   * @param {(shown: boolean) => void} flipped
   */
  constructor(texts, box, label, flipped) {
    this.#texts = texts;
    this.box = box;
    this.toggle = iconButton('table', texts.tableOf(label), () => this.#flip(flipped), { 'aria-pressed': 'false' });
    this.copy = iconButton('copy', texts.copyOf(label), () => this.#copy(label), { hidden: true });
    this.none = h('p', { class: 'none' });
    this.tables = h('div', {});
    // It scrolls, so it has to be reachable by keys.
    this.element = h(
      'div',
      { class: 'table', role: 'region', tabindex: 0, hidden: true, 'aria-label': texts.tableOf(label) },
      this.none,
      this.tables,
    );
    /** For the head of the view. */
    this.buttons = [this.copy, this.toggle];
    box.append(this.element);
  }

  get shown() {
    return !this.element.hidden;
  }

  /**
   * @param {() => Table[]} tables asked for only when written
   * @param {string | null} why there is nothing, where there is nothing
   * @param {boolean} still the run stands still, so that the numbers may follow at once
   */
  show(tables, why, still) {
    const now = performance.now();
    if (!this.shown || (!still && now - this.#written < PACE)) return;
    this.#written = now;
    this.#tables = tables();
    this.copy.hidden = !this.#tables.length;
    say(this.none, this.#tables.length ? '' : why || this.#texts.noTable);
    fill(
      this.tables,
      this.#tables,
      () => h('div', {}),
      (place, table) => write(this.#texts, place, table),
    );
  }

  /** @param {(shown: boolean) => void} flipped */
  #flip(flipped) {
    this.element.hidden = this.shown;
    this.box.classList.toggle('tabled', this.shown);
    this.toggle.setAttribute('aria-pressed', String(this.shown));
    this.copy.hidden = true;
    this.#written = -Infinity;
    flipped(this.shown);
  }

  /** @param {string} label */
  async #copy(label) {
    const text = this.#tables
      .map(({ head, rows }) => [head, ...rows].map((cells) => cells.map(plain).join('\t')).join('\n'))
      .join('\n\n');
    try {
      await navigator.clipboard.writeText(text);
      relabel(this.copy, 'done', this.#texts.copied);
      setTimeout(() => relabel(this.copy, 'copy', this.#texts.copyOf(label)), 2000);
    } catch {
      // Where the clipboard is not to be had, the table itself can be selected.
      const range = document.createRange();
      range.selectNodeContents(this.tables);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    }
  }
}

/** A number as a spreadsheet reads it: −1,234 is -1234, 4.1×10⁻⁸ is 4.1e-8. @param {string} cell */
function plain(cell) {
  const raised = [...(cell.match(/[⁻⁰¹²³⁴-⁹]+$/)?.[0] ?? '')];
  const exponent = raised
    .map((sign) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign) - 1)
    .map((digit) => (digit < 0 ? '-' : String(digit)))
    .join('');
  const digits = cell
    .slice(0, cell.length - raised.length)
    .replace('−', '-')
    .replaceAll(',', '');
  const text = exponent ? digits.replace(/(^|×)10$/, (_, times) => `${times ? '' : '1'}e${exponent}`) : digits;
  return cell && Number.isFinite(Number(text)) ? text : cell;
}

/**
 * Writes one table into its place; what stays the same stays the same element, so that a selection holds.
 * @param {Texts} texts
 * @param {Element} place
 * @param {Table} table
 */
function write(texts, place, { name, head: names, rows, all }) {
  if (!place.firstChild) {
    const id = uid('table');
    place.append(
      h('table', { 'aria-describedby': id }, h('thead', {}, h('tr', {})), h('tbody', {})),
      h('p', { class: 'note', id }),
    );
  }
  const table = /** @type {HTMLTableElement} */ (place.children[0]);
  const note = child(place, 1);
  const shown = rows.length < all ? texts.thinned(rows.length, all) : '';
  say(note, [name, shown].filter(Boolean).join(': '));
  note.hidden = !note.textContent;
  const head = /** @type {HTMLTableSectionElement} */ (table.tHead);
  fill(head.rows[0], names, () => h('th', { scope: 'col' }), say);
  fill(
    table.tBodies[0],
    rows,
    () => h('tr', {}),
    (row, cells) => fill(row, cells, (k) => (k ? h('td', {}) : h('th', { scope: 'row' })), say),
  );
}

/**
 * Makes `parent` have one child for each item.
 * @template Item
 * @param {Element} parent
 * @param {Item[]} items
 * @param {(index: number) => Element} make
 * @param {(child: Element, item: Item) => void} put
 */
function fill(parent, items, make, put) {
  while (parent.children.length > items.length) parent.lastChild?.remove();
  while (parent.children.length < items.length) parent.append(make(parent.children.length));
  items.forEach((item, k) => put(parent.children[k], item));
}
