// The console's viewport. It keeps the last lines, shows those that pass the filter, and builds elements only for what is in sight.
// Text reaches the page as text nodes only, never as markup.

const mostLines = 10_000;
const mostWaiting = 10_000;
const longestName = 24;
const overscan = 300; // pixels above and below that are drawn too
const link = /https?:\/\/[^\s"'<>()[\]{}]+[^\s"'<>()[\]{}.,;:!?]/g;

/** Null where the page has been left meanwhile. */
export function open(root, settings, words) {
  return root && new Console(root, settings, words);
}

class Console {
  #scroll; #space; #rows; #empty; #latest; #status;
  #words; #settings = {}; #sources = new Map();
  #lines = [];          // all kept lines, in order of time
  #shown = [];          // those that pass the filter
  #waiting = [];        // arrived while paused
  #newest = new Map();  // per resource, the number of the last line seen: a repeated batch is not shown twice
  #dropped = 0;
  #elements = new Map();
  #tops = null;         // in wrap mode: where each shown line begins; null when it must be computed anew
  #rowHeight = 18; #charWidth = 7.2; #textWidth = 800;
  #pattern = null;      // what the filter is where it is a regular expression
  #seeks = '';          // a time of the day to go to as soon as its lines are there
  #follow = true; #lastTop = 0; #frame = 0; #settling = 0;
  #resize; #nameWidth = 0; #prefix = 0;

  constructor(root, settings, words) {
    const part = name => root.querySelector(`[data-${name}]`);
    this.#scroll = part('scroll');
    this.#space = part('space');
    this.#rows = part('rows');
    this.#empty = part('empty');
    this.#latest = part('latest');
    this.#status = part('status');
    this.#words = words;
    this.#measure();
    this.configure(settings);
    this.#scroll.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#scroll.addEventListener('keydown', event => { if (event.key === 'End') this.#toLatest(); });
    this.#latest.addEventListener('click', () => this.#toLatest());
    this.#resize = new ResizeObserver(() => { this.#measure(); this.#forgetHeights(); this.#draw(); });
    this.#resize.observe(this.#scroll);
  }

  configure(settings) {
    const old = this.#settings;
    this.#settings = settings;
    this.#sources = new Map(settings.sources.map(s => [s.id, s]));
    const roomy = this.#scroll.clientWidth >= 640; // names stand in a column of their own where there is room for one
    this.#nameWidth = roomy ? Math.min(Math.max(0, ...settings.sources.map(s => s.name.length)), longestName) : 0;
    this.#prefix = (settings.timestamps ? 13 : 0) + (this.#sources.size > 0 ? (this.#nameWidth || 14) + 1 : 0);
    this.#rows.style.setProperty('--prefix', this.#prefix);
    const list = this.#scroll.classList;
    list.toggle('wrap', settings.wrap);
    list.toggle('timestamps', settings.timestamps);
    if (JSON.stringify(old.sources) !== JSON.stringify(settings.sources)) this.#forgetElements();
    if (old.filter !== settings.filter) this.#filter();
    if (old.wrap !== settings.wrap || old.timestamps !== settings.timestamps) this.#forgetHeights();
    if (settings.at && old.at !== settings.at) this.#seeks = settings.at;
    if (old.paused && !settings.paused) this.#take(this.#waiting.splice(0));
    this.#draw();
  }

  append(batch, dropped) {
    this.#dropped += dropped;
    const fresh = batch.filter(line => {
      if (line.n <= (this.#newest.get(line.r) ?? -Infinity)) return false;
      this.#newest.set(line.r, line.n);
      return true;
    });
    if (!this.#settings.paused) {
      this.#take(fresh);
    } else {
      this.#waiting.push(...fresh);
      if (this.#waiting.length > mostWaiting) this.#dropped += this.#waiting.splice(0, this.#waiting.length - mostWaiting).length;
    }
    this.#draw();
  }

  clear() {
    this.#lines = [];
    this.#shown = [];
    this.#waiting = [];
    this.#dropped = 0;
    this.#tops = null;
    this.#follow = true;
    this.#draw();
  }

  close() {
    this.#resize.disconnect();
    cancelAnimationFrame(this.#frame);
    this.clear();
  }

  #take(batch) {
    if (batch.length === 0) return;
    for (const line of batch) {
      line.text = line.s.map(run => run.x).join('');
      line.lower = line.text.toLowerCase();
      line.height = 0;
    }

    const late = this.#lines.length > 0 && batch[0].t < this.#lines.at(-1).t;
    this.#lines.push(...batch);
    if (late) this.#lines.sort((a, b) => a.t - b.t); // stable: lines of one moment keep their order
    const gone = this.#lines.length > mostLines ? this.#lines.splice(0, this.#lines.length - mostLines) : [];
    if (late) {
      this.#filter();
      return;
    }

    for (const line of batch) if (this.#passes(line)) this.#shown.push(line);
    this.#forgetFirst(new Set(gone));
  }

  /** Drops shown lines that are no longer kept; who reads further up keeps their place. */
  #forgetFirst(gone) {
    let count = 0;
    while (count < this.#shown.length && gone.has(this.#shown[count])) count++;
    const height = count > 0 ? this.#top(count) : 0;
    this.#shown.splice(0, count);
    this.#tops = null;
    if (height > 0 && !this.#follow) this.#settling -= height;
  }

  #passes(line) {
    return this.#pattern ? this.#pattern.test(line.text) : !this.#needle || line.lower.includes(this.#needle);
  }

  get #needle() {
    return this.#settings.filter?.toLowerCase() ?? '';
  }

  #filter() {
    this.#pattern = this.#readPattern();
    this.#shown = this.#needle ? this.#lines.filter(line => this.#passes(line)) : [...this.#lines];
    this.#forgetElements(); // what is marked has changed
    this.#tops = null;
  }

  /** Between slashes a regular expression; what is none is a text like others. ConsoleFilter does it alike. */
  #readPattern() {
    const filter = this.#settings.filter ?? '';
    if (!isPattern(filter)) return null;
    try {
      return new RegExp(filter.slice(1, -1), 'i');
    } catch {
      return null;
    }
  }

  // Heights. Without wrapping each row is equally high; with it a row's height is guessed until it has been drawn.

  #measure() {
    const probe = document.createElement('div');
    probe.className = 'row';
    probe.textContent = '0'.repeat(100);
    const inline = document.createElement('span');
    inline.textContent = probe.textContent;
    probe.replaceChildren(inline);
    this.#rows.append(probe);
    this.#rowHeight = probe.getBoundingClientRect().height || this.#rowHeight;
    this.#charWidth = inline.getBoundingClientRect().width / 100 || this.#charWidth;
    probe.remove();
    this.#textWidth = Math.max(this.#scroll.clientWidth - 24, 100);
    if (!this.#settings.wrap) return;
    this.#rowHeight = Math.max(this.#rowHeight / Math.max(Math.ceil((100 * this.#charWidth) / this.#textWidth), 1), 12);
  }

  #forgetHeights() {
    for (const line of this.#lines) line.height = 0;
    this.#tops = null;
  }

  #heightOf(line) {
    if (line.height > 0) return line.height;
    const columns = Math.max(this.#textWidth / this.#charWidth - this.#prefix, 10);
    return this.#rowHeight * Math.max(Math.ceil(line.text.length / columns), 1);
  }

  #top(index) {
    if (!this.#settings.wrap) return index * this.#rowHeight;
    if (!this.#tops) {
      this.#tops = new Float64Array(this.#shown.length + 1);
      for (let i = 0; i < this.#shown.length; i++) this.#tops[i + 1] = this.#tops[i] + this.#heightOf(this.#shown[i]);
    }
    return this.#tops[index];
  }

  #indexAt(y) {
    let low = 0;
    let high = this.#shown.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#top(middle + 1) <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Scrolling

  #scrolled() {
    const top = this.#scroll.scrollTop;
    const atEnd = top + this.#scroll.clientHeight >= this.#scroll.scrollHeight - 4;
    if (atEnd) this.#follow = true;
    else if (top < this.#lastTop - 1) [this.#follow, this.#seeks] = [false, '']; // only a person scrolls up; growth never does
    this.#lastTop = top;
    this.#draw();
  }

  #toLatest() {
    this.#follow = true;
    this.#draw();
  }

  /** To the first line of that time, of the day on which the newest line is at that time or after it. */
  #seek() {
    const newest = this.#lines.at(-1)?.t;
    if (newest === undefined) return;
    const at = new Date(newest);
    at.setHours(...this.#seeks.split(':').map(Number), 0);
    // Today's lines may still be on their way.
    if (at > newest && newest > Date.now() - 86_400_000 && at < Date.now()) return;
    if (at > newest) at.setDate(at.getDate() - 1);
    this.#seeks = '';
    const index = this.#shown.findIndex(line => line.t >= at.getTime());
    if (index < 0) return;
    this.#follow = false;
    this.#moveTo(this.#top(index));
  }

  #moveTo(top) {
    this.#scroll.scrollTop = top;
    this.#lastTop = this.#scroll.scrollTop;
  }

  // Drawing

  #draw() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => { this.#frame = 0; this.#drawNow(); });
  }

  #drawNow() {
    const count = this.#shown.length;
    this.#space.style.height = `${this.#top(count)}px`;
    if (this.#settling !== 0) {
      this.#moveTo(this.#scroll.scrollTop + this.#settling);
      this.#settling = 0;
    }
    if (this.#seeks) this.#seek();
    if (this.#follow) this.#moveTo(this.#scroll.scrollHeight);

    for (let round = 0; round < 3; round++) {
      const first = this.#indexAt(this.#scroll.scrollTop - overscan);
      const last = Math.min(this.#indexAt(this.#scroll.scrollTop + this.#scroll.clientHeight + overscan) + 1, count);
      this.#rows.style.transform = `translateY(${this.#top(first)}px)`;
      this.#place(first, last);
      if (!this.#settings.wrap || !this.#learnHeights(first, last)) break;
      this.#space.style.height = `${this.#top(count)}px`;
      if (this.#follow) this.#moveTo(this.#scroll.scrollHeight);
    }

    this.#empty.hidden = count > 0;
    this.#latest.hidden = this.#follow || count === 0;
    this.#tell();
  }

  /** Elements of lines that stay in sight are kept, so that a selection in them survives new lines. */
  #place(first, last) {
    const wanted = this.#shown.slice(first, last);
    const inSight = new Set(wanted);
    for (const [line, row] of this.#elements) {
      if (inSight.has(line)) continue;
      row.remove();
      this.#elements.delete(line);
    }

    let next = this.#rows.firstChild;
    for (const line of wanted) {
      let row = this.#elements.get(line);
      if (!row) this.#elements.set(line, row = this.#build(line));
      if (row === next) next = next.nextSibling;
      else this.#rows.insertBefore(row, next);
    }
  }

  #forgetElements() {
    this.#elements.clear();
    this.#rows.replaceChildren();
  }

  #learnHeights(first, last) {
    let changed = false;
    let above = 0;
    const top = this.#scroll.scrollTop;
    for (let i = first; i < last; i++) {
      const line = this.#shown[i];
      const height = this.#elements.get(line).getBoundingClientRect().height;
      const before = this.#heightOf(line);
      if (Math.abs(height - before) > 0.5) {
        changed = true;
        if (this.#top(i + 1) <= top) above += height - before;
      }
      line.height = height;
    }
    if (!changed) return false;
    this.#tops = null;
    if (above !== 0 && !this.#follow) this.#moveTo(top + above);
    return true;
  }

  #build(line) {
    const row = element('div', line.e ? 'row err' : 'row');
    row.append(element('span', 'ts', `${clock(line.t)} `));
    const source = this.#sources.get(line.r);
    if (source) row.append(element('span', `src src${source.colour}`, `${fit(source.name, this.#nameWidth)} `));
    const text = element('span', 'tx');
    for (const run of line.s) this.#appendRun(text, run);
    row.append(text);
    return row;
  }

  #appendRun(parent, run) {
    const target = run.c || run.f || run.b ? parent.appendChild(element('span', run.c ?? '')) : parent;
    if (run.f) target.style.color = run.f;
    if (run.b) target.style.backgroundColor = run.b;
    let at = 0;
    for (const match of run.x.matchAll(link)) {
      this.#appendMarked(target, run.x.slice(at, match.index));
      const anchor = target.appendChild(element('a', ''));
      anchor.href = match[0];
      anchor.target = '_blank';
      anchor.rel = 'noopener noreferrer';
      this.#appendMarked(anchor, match[0]);
      at = match.index + match[0].length;
    }
    this.#appendMarked(target, run.x.slice(at));
  }

  #appendMarked(parent, text) {
    if (this.#pattern) {
      this.#appendMatches(parent, text);
      return;
    }

    const needle = this.#needle;
    const lower = text.toLowerCase();
    let at = 0;
    // Some letters change their length in lower case; then places would not fit, and nothing is marked.
    if (needle && lower.length === text.length) {
      for (let found = lower.indexOf(needle); found >= 0; found = lower.indexOf(needle, at)) {
        parent.append(text.slice(at, found), element('mark', '', text.slice(found, found + needle.length)));
        at = found + needle.length;
      }
    }
    parent.append(text.slice(at));
  }

  #appendMatches(parent, text) {
    let at = 0;
    for (const match of text.matchAll(new RegExp(this.#pattern, 'gi'))) {
      if (match[0] === '') continue;
      parent.append(text.slice(at, match.index), element('mark', '', match[0]));
      at = match.index + match[0].length;
    }
    parent.append(text.slice(at));
  }

  #tell() {
    const number = value => value.toLocaleString(document.documentElement.lang);
    const fill = (sentence, ...values) => sentence.replace(/\{(\d)\}/g, (_, i) => number(values[i]));
    const parts = [this.#needle ? fill(this.#words.of, this.#shown.length, this.#lines.length) : fill(this.#words.lines, this.#lines.length)];
    if (!this.#pattern && isPattern(this.#settings.filter ?? '')) parts.push(this.#words.noPattern);
    if (this.#settings.paused) parts.push(fill(this.#words.waiting, this.#waiting.length));
    if (this.#dropped > 0) parts.push(fill(this.#words.dropped, this.#dropped));
    const sentence = parts.join(' · ');
    if (this.#status.textContent !== sentence) this.#status.textContent = sentence;
  }
}

function isPattern(filter) {
  return filter.length > 2 && filter.startsWith('/') && filter.endsWith('/');
}

function element(name, classes, text) {
  const created = document.createElement(name);
  if (classes) created.className = classes;
  if (text) created.textContent = text;
  return created;
}

function fit(name, width) {
  if (width === 0) return name;
  return name.length > width ? `${name.slice(0, width - 1)}…` : name.padEnd(width);
}

function clock(milliseconds) {
  const at = new Date(milliseconds);
  const pad = (value, digits = 2) => String(value).padStart(digits, '0');
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}.${pad(at.getMilliseconds(), 3)}`;
}
