'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const HOUR = 3600e3, DAY = 24 * HOUR;
  /** No later time can be a date in a browser. */
  const LATEST = 8.64e15;
  const STATES = {
    detaching: ['being detached', 'its rows are hidden until the detach is finished'],
    unfinished: ['unfinished job', 'a job has begun to work on it, and has not ended'],
    odd: ['odd granularity', 'lies in a window of the policy, and is no period of its granularity'],
    crossing: ['across a window\u2019s edge', 'lies across the edge of a window of the policy, and is no period of its granularity'],
    external: ['archived, still answering', 'an external table reads its archive'],
    declared: ['as declared', 'a period of a granularity that the policy declares for it'],
    outside: ['outside all windows', 'the policy declares no granularity here'],
    unjudged: ['not judged', 'no policy was given'],
  };
  /** The most urgent first: what is narrower than a pixel shows the worst that is in it. */
  const ORDER = Object.keys(STATES);
  const OTHERS = { gap: 'gap: no partition', default: 'default partition', archive: 'archived in S3', ghost: 'to be made by run', gone: 'to go by run' };
  const AMISS = new Set(['detaching', 'unfinished', 'odd', 'crossing', 'gap', 'default']);

  // ---- Texts. A name may hold anything: what would reorder or hide other text is shown by its number.
  const shown = text => String(text).replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
  /** Text of one direction keeps to itself on a canvas. */
  const isolated = text => '\u2068' + shown(text) + '\u2069';
  const number = value => new Intl.NumberFormat('en').format(value);
  function bytes(value) {
    if (value === null || value === undefined) return 'unknown size';
    const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
    let i = 0, left = value;
    while (left >= 1024 && i < units.length - 1) { left /= 1024; i++; }
    return (i && left < 10 ? left.toFixed(1) : number(Math.round(left))) + ' ' + units[i];
  }
  function duration(seconds) {
    if (seconds === null || seconds === undefined) return 'unknown';
    if (seconds < 1) return Math.max(1, Math.round(seconds * 1000)) + ' ms';
    if (seconds < 90) return (seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)) + ' s';
    if (seconds < 5400) return Math.round(seconds / 60) + ' min';
    return seconds < 36 * 3600 ? (seconds / 3600).toFixed(1) + ' h' : number(Math.round(seconds / 86400)) + ' days';
  }
  const aboutRows = value => value === null || value === undefined ? 'rows unknown' : 'about ' + number(value) + (value === 1 ? ' row' : ' rows');
  const skewText = skew => skew ? ', the fullest of ' + skew.segments + ' segments (' + skew.fullest + ') holds ' + skew.skew.toFixed(2) + ' times its even share' : '';
  const plural = (count, noun) => number(count) + ' ' + noun + (count === 1 ? '' : 's');

  /** An element; text is text, whatever it holds. */
  function el(name, properties = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === 'text') element.textContent = value;
      else if (key === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
      else if (key in element && key !== 'role') element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
  }
  const name = text => el('bdi', { text: shown(text) });

  /** Rows of the database as objects; null where they could not be asked. */
  const rows = part => part && part.rows ? part.rows.map(row => Object.fromEntries(part.columns.map((column, i) => [column, row[i]]))) : null;

  // ---- Time on the wall clock of a zone, as milliseconds that UTC would call so.
  class Zone {
    constructor(zone) {
      this.name = zone;
      try {
        this.format = new Intl.DateTimeFormat('en-GB-u-ca-iso8601', { timeZone: zone, hourCycle: 'h23', era: 'short',
          year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
      } catch (e) {
        // The browser may not know every zone that PostgreSQL does.
        this.name = 'Etc/UTC (this browser does not know ' + zone + ')';
      }
      this.utc = /^(Etc\/)?(UTC|GMT)/.test(this.name);
    }
    offset(at) {
      if (this.utc || !this.format || Math.abs(at) > LATEST - DAY) return 0;
      const parts = Object.fromEntries(this.format.formatToParts(at).map(part => [part.type, part.value]));
      const year = /^B/.test(parts.era || '') ? 1 - parts.year : +parts.year;
      const wall = new Date(0);
      wall.setUTCFullYear(year, parts.month - 1, +parts.day);
      wall.setUTCHours(+parts.hour, +parts.minute, +parts.second);
      return wall.getTime() - Math.floor(at / 1000) * 1000;
    }
    wall(at) { return at + this.offset(at); }
    instant(wall) { const guess = wall - this.offset(wall); return wall - this.offset(guess); }
    text(at) {
      if (Math.abs(at) > LATEST) return at > 0 ? 'later than a browser can tell' : 'earlier than a browser can tell';
      const date = new Date(this.wall(at)), iso = date.toISOString();
      const day = iso.slice(0, iso.indexOf('T')), time = iso.slice(iso.indexOf('T') + 1, -1).replace(/\.000$/, '');
      return time === '00:00:00' ? day : day + ' ' + time.replace(/:00$/, '');
    }
  }

  // ---- Marks on an axis: the finest of these that leaves room for its words.
  const STEPS = [];
  for (const minutes of [1, 5, 15, 30]) STEPS.push({ ms: minutes * 60e3, of: 'ms' });
  for (const hours of [1, 3, 6, 12]) STEPS.push({ ms: hours * HOUR, of: 'ms' });
  STEPS.push({ ms: DAY, of: 'ms' }, { ms: 7 * DAY, of: 'week' });
  for (const months of [1, 3, 6]) STEPS.push({ ms: months * 30.4 * DAY, of: 'month', count: months });
  for (let years = 1; years < 1e6; years *= 10) for (const f of [1, 2, 5]) STEPS.push({ ms: years * f * 365.25 * DAY, of: 'month', count: 12 * years * f });
  const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  function marks(from, to, step, zone) {
    const found = [], first = zone.wall(from), last = zone.wall(to);
    if (step.of === 'month') {
      const start = new Date(first), index = start.getUTCFullYear() * 12 + start.getUTCMonth();
      for (let i = Math.floor(index / step.count) * step.count; found.length < 500; i += step.count) {
        const date = new Date(0);
        date.setUTCFullYear(Math.floor(i / 12), ((i % 12) + 12) % 12, 1);
        if (Number.isNaN(date.getTime()) || date.getTime() > last) break;
        found.push(date.getTime());
      }
    } else {
      // 1970-01-05 was a Monday.
      const origin = step.of === 'week' ? 4 * DAY : 0;
      for (let at = Math.floor((first - origin) / step.ms) * step.ms + origin; at <= last && found.length < 500; at += step.ms) found.push(at);
    }
    return found.map(wall => ({ wall, at: zone.instant(wall) }));
  }
  function words(wall, step) {
    const d = new Date(wall), two = n => String(n).padStart(2, '0');
    if (step.of === 'month' && step.count >= 12) return [String(d.getUTCFullYear()), ''];
    const year = String(d.getUTCFullYear());
    if (step.of === 'month') return [MONTHS[d.getUTCMonth()], year];
    if (step.of === 'week' || step.ms === DAY) return [String(d.getUTCDate()), MONTHS[d.getUTCMonth()] + ' ' + year];
    return [two(d.getUTCHours()) + ':' + two(d.getUTCMinutes()), d.getUTCDate() + ' ' + MONTHS[d.getUTCMonth()] + ' ' + year];
  }

  // ---- Colours, read from the style so that there is one list of them.
  let colours = {};
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    colours = new Proxy({}, { get: (cache, key) => cache[key] ?? (cache[key] = style.getPropertyValue('--' + key).trim()) });
  }
  const TABLESPACES = ['#8a5cc2', '#2b8f6b', '#b3475f', '#5d7c1f', '#a2641a', '#3a6fb0', '#7b6d59', '#9c3f96'];
  const tablespaces = [];
  const tablespaceColour = space => TABLESPACES[tablespaces.indexOf(space) % TABLESPACES.length];

  function patternFor(context, key) {
    // Colour is not the only sign: whoever does not tell them apart has the hatching.
    const kind = { odd: '/', crossing: '\\', detaching: 'x', unfinished: '.', gone: 'x' }[key];
    if (!kind) return colours[key];
    const tile = document.createElement('canvas');
    tile.width = tile.height = 8;
    const c = tile.getContext('2d');
    c.fillStyle = colours[key];
    if (key !== 'gone') c.fillRect(0, 0, 8, 8);
    c.strokeStyle = key === 'gone' ? colours.gone : 'rgba(255,255,255,.55)';
    c.fillStyle = c.strokeStyle;
    c.lineWidth = 1.4;
    c.beginPath();
    if (kind !== '\\' && kind !== '.') { c.moveTo(-2, 10); c.lineTo(10, -2); c.moveTo(-2, 2); c.lineTo(2, -2); c.moveTo(6, 10); c.lineTo(10, 6); }
    if (kind === '\\' || kind === 'x') { c.moveTo(-2, -2); c.lineTo(10, 10); c.moveTo(6, -2); c.lineTo(10, 2); c.moveTo(-2, 6); c.lineTo(2, 10); }
    c.stroke();
    if (kind === '.') { c.fillRect(1, 1, 2, 2); c.fillRect(5, 5, 2, 2); }
    return context.createPattern(tile, 'repeat');
  }

  function prepare(canvas, height) {
    const ratio = Math.max(window.devicePixelRatio || 1, printing ? 2 : 1), width = canvas.clientWidth || canvas.parentElement.clientWidth || 800;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.height = height + 'px';
    }
    const context = canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    return [context, width];
  }

  const NOTHING = 'No partition is chosen.';
  let printing = false;
  let heightOf = 'bytes';
  const maps = [];

  /** One table: what is there, what run would make of it, and how it is looked at. */
  class TableMap {
    constructor(table, index) {
      this.table = table;
      this.index = index;
      const key = (rows(table.key) || [])[0];
      this.key = key;
      this.zone = new Zone(key ? key.zone : 'UTC');
      this.bars = this.read();
      this.windows = rows(table.windows) || [];
      this.plan = rows(table.plan);
      this.actions = this.readActions();
      this.archives = (rows(table.archives) || []).map(a => ({ ...a, what: 'archive', state: 'archive' }));
      this.step = 0;
      this.month = 0;
      this.states = [this.bars];
      for (const action of this.actions) this.states.push(after(this.states[this.states.length - 1], action));
      this.future = this.readSimulation();
      this.present = this.domain(this.states);
      this.allTimes = this.future.length ? this.domain([...this.states, ...this.future.map(f => f.bars)]) : this.present;
      this.all = this.present;
      this.view = [...this.all];
      this.selected = -1;
    }

    /** The partitions after each of the runs to come, and what was done; between them they grow. */
    readSimulation() {
      const future = [];
      let bars = this.bars, growth = { rows: 0, bytes: 0 }, action = null;
      const grow = (from, to) => bars.map(bar => {
        if (bar.what !== 'partition') return bar;
        const days = Math.max(0, Math.min(bar.upper ?? to, to) - Math.max(bar.lower ?? from, from)) / DAY;
        return days ? { ...bar, rows: Math.round(bar.rows + growth.rows * days), bytes: Math.round(bar.bytes + growth.bytes * days), grown: true } : bar;
      });
      const done = () => { if (action && !action.note) bars = after(bars, action); action = null; };
      for (const row of rows(this.table.simulation) || []) {
        if (row.what === 'growth') { growth = row; continue; }
        if (row.what === 'source' || row.what === 'target') {
          action[row.what + 's'].push({ ...row, schema_name: null, what: row.is_default ? 'default' : 'partition', open: [row.lower === null, row.upper === null] });
          continue;
        }
        done();
        if (!future.length || future[future.length - 1].at !== row.as_of) {
          if (future.length) { bars = grow(this.onAxis(future[future.length - 1].at), this.onAxis(row.as_of)); }
          future.push({ at: row.as_of, bars, actions: [], spaces: [] });
        }
        if (row.what === 'action') { action = { ...row, sources: [], targets: [], simulated: true }; future[future.length - 1].actions.push(action); }
        else { future[future.length - 1].spaces.push(row); future[future.length - 1].bars = bars; }
      }
      return future;
    }
    /** A time on the axis of the key: what the clock of the policy shows, for keys without a zone. */
    onAxis(at) { return at + (this.key ? this.key.as_of - data.as_of : 0); }

    read() {
      const skews = new Map((rows(this.table.segments) || []).map(s => [s.name, s]));
      this.skew = skews.get(null);
      return (rows(this.table.partitions) || []).map(p => {
        const listed = p.states || [];
        const state = p.what !== 'partition' ? p.what : ORDER.find(s => listed.includes(s)) || 'unjudged';
        if (p.tablespace !== null && !tablespaces.includes(p.tablespace)) tablespaces.push(p.tablespace);
        return { ...p, listed, state, open: [p.lower === null, p.upper === null], skew: p.name === null ? undefined : skews.get(p.name) };
      });
    }

    readActions() {
      const found = [];
      for (const part of rows(this.table.actions) || []) {
        if (part.part === 'action') found.push({ ...part, sources: [], targets: [] });
        else found[found.length - 1][part.part + 's'].push({ ...part, what: part.is_default ? 'default' : 'partition', open: [part.lower === null, part.upper === null] });
        if (part.part === 'target' && part.tablespace !== null && !tablespaces.includes(part.tablespace)) tablespaces.push(part.tablespace);
      }
      return found;
    }

    /** Everything that has an end in time; the default partition and windows may reach beyond it. */
    domain(states) {
      const ends = [];
      for (const bar of [...states.flat(), ...this.archives]) if (bar.what !== 'default' && bar.what !== 'gap') ends.push(bar.lower, bar.upper);
      if (this.key) ends.push(this.key.as_of);
      const known = ends.filter(at => at !== null && at !== undefined);
      if (known.length < 2) for (const bar of this.bars) known.push(...[bar.lower, bar.upper].filter(at => at !== null));
      let from = known.reduce((a, b) => Math.min(a, b), Infinity), to = known.reduce((a, b) => Math.max(a, b), -Infinity);
      if (!Number.isFinite(from)) [from, to] = [data.as_of - 15 * DAY, data.as_of + 15 * DAY];
      if (to - from < HOUR) { from -= 15 * DAY; to += 15 * DAY; }
      const margin = (to - from) * .015;
      return [Math.max(from - margin, -LATEST), Math.min(to + margin, LATEST)];
    }

    /** The time that the blue line marks. */
    get reference() { return this.month ? this.onAxis(this.future[this.month - 1].at) : this.key.as_of; }
    get now() { return this.month ? this.future[this.month - 1].bars : this.states[this.step]; }
    /** What the keyboard goes through, in order of time. */
    get stops() {
      if (this.stopsOf !== this.now) {
        this.stopsOf = this.now;
        this.stopList = [...this.now, ...this.archives].sort((a, b) => (a.what === 'default') - (b.what === 'default') || (a.lower ?? -Infinity) - (b.lower ?? -Infinity));
      }
      return this.stopList;
    }

    rangeText(bar) {
      if (bar.what === 'default') {
        if (!bar.bytes) return 'everything else';
        return bar.note && bar.lower !== null && bar.lower !== undefined
          ? 'everything else; its keys are from ' + this.zone.text(bar.lower) + ' to ' + this.zone.text(bar.upper) + ' (' + bar.note + ')'
          : 'everything else; the range of its keys is ' + (bar.note || 'not looked at');
      }
      const edge = (at, text, open) => at === null ? (text === null || text === undefined ? open : shown(text)) : this.zone.text(at);
      return 'from ' + edge(bar.lower, bar.lower_text, 'the beginning') + ' to before ' + edge(bar.upper, bar.upper_text, 'the end');
    }

    stateText(bar) {
      if (bar.what === 'gap') return this.now.some(b => b.what === 'default') ? 'gap: rows of this range go to the default partition' : 'gap: rows of this range are refused';
      if (bar.what === 'default') return bar.bytes ? 'rows in the default partition' : 'default partition, empty as far as its size tells';
      if (bar.what === 'archive') return 'archived in S3: ' + shown(bar.location);
      if (bar.planned) return 'to be made by run';
      const listed = bar.listed.length ? bar.listed : ['unjudged'];
      return listed.map(s => STATES[s][0]).join(', ') + (bar.jobs && bar.jobs.length ? ' (job ' + bar.jobs.join(', ') + ')' : '');
    }

    sizeText(bar) {
      if (bar.what === 'gap') return '';
      if (bar.what === 'archive') return number(bar.rows) + ' rows, ' + bytes(bar.bytes) + ' of objects';
      const guess = bar.guessed ? ' (spread evenly over what it is made of)' : bar.grown ? ' (if it grows as it did)' : '';
      return aboutRows(bar.rows) + ', ' + bytes(bar.bytes) + guess + (bar.tablespace === null || bar.tablespace === undefined ? '' : ', tablespace ' + shown(bar.tablespace)) + skewText(bar.skew);
    }

    say(bar) {
      return [bar.name ? shown(bar.name) : '', this.rangeText(bar), this.stateText(bar), this.sizeText(bar)].filter(Boolean).join('; ');
    }

    value(bar) { return (heightOf === 'bytes' ? bar.bytes : bar.rows) || 0; }

    // ---- Drawing

    layout() {
      const lanes = { axis: 36, bars: 150, space: 7, gap: 3 };
      lanes.top = 6;
      lanes.base = lanes.top + lanes.bars;
      lanes.spaces = lanes.base + 2;
      lanes.axisTop = lanes.spaces + lanes.space + 2;
      lanes.default = lanes.axisTop + lanes.axis;
      const hasDefault = this.now.some(b => b.what === 'default');
      lanes.windows = lanes.default + (hasDefault ? 22 : 0);
      lanes.archives = lanes.windows + this.windows.length * 17 + (this.windows.length ? 4 : 0);
      lanes.height = lanes.archives + (this.archives.length ? 22 : 0) + 4;
      return lanes;
    }

    x(at) { return (at - this.view[0]) / (this.view[1] - this.view[0]) * this.width; }
    at(x) { return this.view[0] + x / this.width * (this.view[1] - this.view[0]); }

    draw() {
      this.pending = false;
      const started = performance.now(), l = this.layout();
      const [c, width] = prepare(this.canvas, l.height);
      this.width = width;
      this.lanes = l;
      c.font = '11px system-ui, "DejaVu Sans", sans-serif';
      c.textBaseline = 'middle';
      this.drawAxis(c, l);
      this.drawBars(c, l);
      this.drawGhosts(c, l);
      this.drawGapNames(c, l);
      this.drawDefault(c, l);
      this.drawWindows(c, l);
      this.drawArchives(c, l);
      this.drawNow(c, l);
      this.drawSelection(c, l);
      this.drawOverview();
      this.lastDrawing = performance.now() - started;
    }
    redraw() { if (!this.pending) { this.pending = true; requestAnimationFrame(() => this.draw()); } }

    drawAxis(c, l) {
      const perPixel = (this.view[1] - this.view[0]) / this.width;
      const step = STEPS.find(s => s.ms / perPixel >= (s.of === 'ms' && s.ms < DAY ? 48 : s.ms <= 7 * DAY ? 26 : 40)) || STEPS[STEPS.length - 1];
      const found = marks(this.view[0], this.view[1], step, this.zone), above = new Map();
      for (const mark of found) { const far = words(mark.wall, step)[1]; if (far && !above.has(far)) above.set(far, this.x(mark.at)); }
      const fars = [...above].map(([text, x]) => ({ text, x: Math.max(x, 0) + 3, wide: c.measureText(text).width }));
      c.fillStyle = colours.text;
      let aboveEnd = -Infinity;
      fars.forEach((far, i) => {
        // The first stands at the left edge where its own beginning is out of sight, if the next one leaves it room.
        if (far.x < aboveEnd || far.x + far.wide > this.width || i === 0 && fars.length > 1 && fars[1].x < far.x + far.wide + 8) return;
        c.fillText(far.text, far.x, l.axisTop + 24);
        aboveEnd = far.x + far.wide + 8;
      });
      let end = -Infinity;
      for (const mark of found) {
        const x = Math.round(this.x(mark.at)) + .5, [near] = words(mark.wall, step);
        c.strokeStyle = colours.grid;
        c.lineWidth = 1;
        c.beginPath(); c.moveTo(x, l.top); c.lineTo(x, l.axisTop + 4); c.stroke();
        c.fillStyle = colours.soft;
        const hidden = this.key && this.key.as_of !== null && x + 3 + c.measureText(near).width > this.x(this.reference) - 2 && x < this.x(this.reference) + 34;
        if (!hidden && x + 3 > end && x >= -1 && x + 3 + c.measureText(near).width < this.width) { c.fillText(near, x + 3, l.axisTop + 9); end = x + 9 + c.measureText(near).width; }
      }
      c.strokeStyle = colours.line;
      c.beginPath(); c.moveTo(0, l.base + .5); c.lineTo(this.width, l.base + .5); c.stroke();
    }

    /** The bars in sight. What is narrower than a pixel is joined: the height of the highest, the sign of the most urgent. */
    drawBars(c, l) {
      let most = 0;
      // The same scale before and after, or the slider would compare nothing.
      for (const state of [this.states[0], this.now, this.states[this.states.length - 1], ...(this.month ? this.future.map(f => f.bars) : [])]) for (const bar of state) if (bar.what === 'partition') most = Math.max(most, this.value(bar));
      this.most = most;
      const fills = {}, columns = new Map(), gaps = [];
      for (const bar of this.now) {
        if (bar.what === 'default') continue;
        const from = bar.lower === null ? -4 : this.x(bar.lower), to = bar.upper === null ? this.width + 4 : this.x(bar.upper);
        if (to < 0 || from > this.width) continue;
        if (bar.what === 'gap') { gaps.push([from, to]); continue; }
        const value = this.value(bar), high = most ? Math.max(value ? 4 : 2, value / most * (l.bars - 14)) : 2;
        const state = bar.planned ? 'ghost' : bar.state;
        if (to - from < 1.5) {
          const column = Math.floor(from), known = columns.get(column) || { high: 0, state, spaces: bar.tablespace };
          known.high = Math.max(known.high, high);
          if (rank(state) < rank(known.state)) known.state = state;
          columns.set(column, known);
          continue;
        }
        c.fillStyle = fills[state] ?? (fills[state] = patternFor(c, state));
        const inset = to - from > 4 ? 1 : to - from > 2.5 ? .5 : 0;
        c.fillRect(from, l.base - high, to - from - inset, high);
        if (bar.tablespace !== null && bar.tablespace !== undefined) { c.fillStyle = tablespaceColour(bar.tablespace); c.fillRect(from, l.spaces, to - from - inset, l.space - 2); }
        this.drawLabel(c, l, bar, from, to, high);
      }
      for (const [column, known] of columns) {
        c.fillStyle = fills[known.state] ?? (fills[known.state] = patternFor(c, known.state));
        // Two pixels for what somebody should see.
        c.fillRect(column, l.base - known.high, AMISS.has(known.state) ? 2 : 1, known.high);
        if (known.spaces !== null && known.spaces !== undefined) { c.fillStyle = tablespaceColour(known.spaces); c.fillRect(column, l.spaces, 1, l.space - 2); }
      }
      // On top, or one that is narrower than a pixel would be hidden by its neighbours.
      for (const [from, to] of gaps) this.drawGap(c, l, from, to);
      c.fillStyle = colours.soft;
      if (most) c.fillText((heightOf === 'bytes' ? bytes(most) : aboutRows(most)), 4, l.top + 3);
    }

    /** A name where it has room: on the bar or above it, within its own range, so that names never overlap. */
    drawLabel(c, l, bar, from, to, high) {
      const left = Math.max(from, 0), room = Math.min(to, this.width) - left - 4;
      if (room < 46) return;
      let text = bar.label ?? (bar.label = shortName(bar.name, this.key && this.key.table_name));
      const measured = c.measureText(text).width;
      if (measured > room) { if (room < 60) return; text = text.slice(0, Math.max(3, Math.floor(text.length * room / measured) - 1)) + '\u2026'; }
      const y = l.base - high - 7;
      if (y < l.top + 10 && left < 120 && high > l.bars - 30) return;
      c.fillStyle = colours.text;
      c.fillText(isolated(text), left + 2, Math.max(y, l.top + 5));
    }

    drawGap(c, l, from, to) {
      const a = Math.max(from, -2), b = Math.max(Math.min(to, this.width + 2), a + 3);
      if (b - a < 6) {
        c.fillStyle = colours.card;
        c.fillRect(a - 1, l.top, b - a + 2, l.bars);
        c.fillStyle = colours.gap;
        c.fillRect(a, l.base - 19, b - a, 19);
        return;
      }
      c.save();
      c.strokeStyle = colours.gap;
      c.setLineDash([3, 3]);
      c.strokeRect(a + .5, l.base - 18.5, b - a - 1, 18);
      c.restore();
    }

    drawGapNames(c, l) {
      for (const bar of this.now) {
        if (bar.what !== 'gap') continue;
        const from = Math.max(this.x(bar.lower), 0), to = Math.min(this.x(bar.upper), this.width);
        if (to - from < 34) continue;
        const text = to - from > 110 ? 'gap: no partition' : 'gap';
        c.fillStyle = colours.card;
        c.fillRect(from + 3, l.base - 16, c.measureText(text).width + 6, 14);
        c.fillStyle = colours.gap;
        c.fillText(text, from + 6, l.base - 9);
      }
    }

    /** What run is still to make and to take away, on top of what is there. */
    drawGhosts(c, l) {
      const left = this.month ? [] : this.actions.slice(this.step);
      if (!left.length) return;
      const taken = new Set(left.flatMap(a => a.sources.map(id)));
      c.save();
      c.lineWidth = 1.5;
      const gone = patternFor(c, 'gone');
      for (const bar of this.now) {
        if (bar.what !== 'partition' || !taken.has(id(bar))) continue;
        const from = bar.lower === null ? -4 : this.x(bar.lower), to = bar.upper === null ? this.width + 4 : this.x(bar.upper);
        if (to < 0 || from > this.width || to - from < 2) continue;
        const high = Math.max(6, this.most ? this.value(bar) / this.most * (l.bars - 14) : 6);
        if (!left.some(a => a.targets.length && a.sources.some(s => id(s) === id(bar)))) { c.fillStyle = gone; c.fillRect(from, l.base - high, to - from - 1, high); }
      }
      c.setLineDash([4, 3]);
      c.strokeStyle = colours.ghost;
      for (const bar of this.states[this.states.length - 1]) {
        if (bar.what !== 'partition' || !bar.planned || this.now.includes(bar)) continue;
        const from = this.x(bar.lower), to = this.x(bar.upper);
        if (to < 0 || from > this.width) continue;
        const high = Math.min(l.bars - 8, Math.max(8, this.most ? this.value(bar) / this.most * (l.bars - 14) : 8));
        c.globalAlpha = .13;
        c.fillStyle = colours.ghost;
        c.fillRect(from, l.base - high, Math.max(to - from - 1, 1), high);
        c.globalAlpha = 1;
        if (to - from > 5) c.strokeRect(from + 1.5, l.base - high, to - from - 4, high);
      }
      c.restore();
    }

    drawDefault(c, l) {
      const bar = this.now.find(b => b.what === 'default');
      if (!bar) return;
      const y = l.default + 3, known = bar.bytes && bar.lower !== null && bar.lower !== undefined;
      let text = shown(bar.name) + ' (default): ' + (bar.bytes ? aboutRows(bar.rows) + ', ' + bytes(bar.bytes) : 'empty as far as its size tells');
      let from = 0;
      if (known) {
        from = Math.max(this.x(bar.lower), 0);
        const to = Math.min(this.x(bar.upper), this.width);
        if (to > 0 && from < this.width) { c.fillStyle = colours.default; c.globalAlpha = .85; c.fillRect(from, y + 12, Math.max(to - from, 2), 5); c.globalAlpha = 1; }
        if (this.x(bar.lower) < 0) text = '\u25c0 ' + text;
        if (this.x(bar.upper) > this.width) text += ' \u25b6';
      } else if (bar.bytes) text += '; range ' + (bar.note || 'not looked at');
      const wide = c.measureText(text).width;
      c.fillStyle = bar.bytes ? colours.text : colours.soft;
      c.fillText(isolated(text), Math.max(3, Math.min(from + 1, this.width - wide - 4)), y + 5);
    }

    drawWindows(c, l) {
      // They move with time, and are known for the reference time only.
      if (this.month) return;
      this.windows.forEach((w, i) => {
        const y = l.windows + i * 17, beginning = w.lower === null ? -10 : this.x(w.lower), ending = w.upper === null ? this.width + 10 : this.x(w.upper);
        const from = Math.max(beginning, 0), to = Math.min(ending, this.width);
        const text = windowText(w), wide = c.measureText(text).width;
        c.strokeStyle = c.fillStyle = colours.soft;
        c.lineWidth = 1;
        if (to > from) {
          c.beginPath();
          if (beginning >= 0) { c.moveTo(from + .5, y + 2); c.lineTo(from + .5, y + 14); }
          if (ending <= this.width) { c.moveTo(to - .5, y + 2); c.lineTo(to - .5, y + 14); }
          c.moveTo(from, y + 14.5); c.lineTo(to, y + 14.5);
          c.stroke();
        }
        const at = to > from ? from + 5 : ending < 0 ? 5 : this.width - wide - 5;
        const out = to > from ? '' : ending < 0 ? '\u25c0 ' : '';
        c.fillText(out + text + (to <= from && beginning > this.width ? ' \u25b6' : ''), Math.max(3, Math.min(at, this.width - wide - 16)), y + 8);
      });
    }

    drawArchives(c, l) {
      if (!this.archives.length) return;
      let end = -Infinity;
      for (const a of this.archives) {
        const from = a.lower === null ? -4 : this.x(a.lower), to = a.upper === null ? this.width + 4 : this.x(a.upper);
        if (to < 0 || from > this.width) continue;
        c.strokeStyle = colours.archive;
        c.strokeRect(from + .5, l.archives + 3.5, Math.max(to - from - 2, 2), 15);
        const text = 'S3: ' + shortName(a.name, this.key && this.key.table_name), at = Math.max(from, 0) + 4;
        if (c.measureText(text).width < Math.min(to, this.width) - at - 2 && at > end) { c.fillStyle = colours.archive; c.fillText(isolated(text), at, l.archives + 11); end = to; }
      }
    }

    drawNow(c, l) {
      if (!this.key || this.key.as_of === null) return;
      const x = Math.round(this.x(this.reference)) + .5;
      if (x < 0 || x > this.width) return;
      c.strokeStyle = colours.accent;
      c.lineWidth = 1.5;
      c.beginPath(); c.moveTo(x, l.top); c.lineTo(x, l.axisTop + 14); c.stroke();
      c.lineWidth = 1;
      const text = this.month ? 'then' : data.as_of === data.now ? 'now' : 'reference time', wide = c.measureText(text).width;
      const left = x + wide + 8 > this.width ? x - wide - 5 : x + 3;
      c.fillStyle = colours.accent;
      c.fillText(text, left, l.axisTop + 9);
    }

    box(bar) {
      const l = this.lanes;
      const from = bar.lower === null || bar.lower === undefined ? 0 : this.x(bar.lower), to = bar.upper === null || bar.upper === undefined ? this.width : this.x(bar.upper);
      if (bar.what === 'default') return [0, l.default, this.width, 21];
      if (bar.what === 'archive') return [from, l.archives + 2, Math.max(to - from, 3), 18];
      const high = bar.what === 'gap' ? 19 : Math.max(6, this.most ? this.value(bar) / this.most * (l.bars - 14) : 6);
      return [from, l.base - high, Math.max(to - from, 3), high];
    }

    drawSelection(c) {
      const bar = this.stops[this.selected];
      if (!bar) return;
      const [x, y, w, h] = this.box(bar);
      c.strokeStyle = colours.select;
      c.lineWidth = 2;
      c.strokeRect(Math.max(x, 0) - 1, y - 1, Math.min(x + w, this.width) - Math.max(x, 0) + 1, h + 2);
      c.lineWidth = 1;
    }

    /** All of the axis in a strip, with what is in sight of it. */
    drawOverview() {
      const high = 22, [c, width] = prepare(this.overview, high), [from, to] = this.all, x = at => (at - from) / (to - from) * width;
      c.fillStyle = colours.back;
      c.fillRect(0, 0, width, high);
      const columns = new Array(Math.ceil(width) + 1).fill(null);
      for (const bar of this.now) {
        if (bar.what === 'default') continue;
        const a = Math.max(0, Math.floor(bar.lower === null ? 0 : x(bar.lower))), b = Math.min(columns.length - 1, Math.ceil(bar.upper === null ? width : x(bar.upper)) - 1);
        const state = bar.planned ? 'ghost' : bar.state;
        for (let i = a; i <= Math.max(a, b) && i < columns.length; i++) if (columns[i] === null || rank(state) < rank(columns[i])) columns[i] = state;
      }
      for (const bar of this.month ? [] : this.states[this.states.length - 1]) {
        if (bar.what !== 'partition' || !bar.planned || this.now.includes(bar) || bar.lower === null || bar.upper === null) continue;
        c.globalAlpha = .35;
        c.fillStyle = colours.ghost;
        c.fillRect(x(bar.lower), high - 6, Math.max(1, x(bar.upper) - x(bar.lower) - .5), 3);
      }
      columns.forEach((state, i) => { if (state) { c.fillStyle = colours[state]; c.globalAlpha = state === 'gap' ? .25 : .8; c.fillRect(i, 7, 1, high - 14); } });
      c.globalAlpha = 1;
      c.strokeStyle = colours.select;
      const a = Math.max(0, x(this.view[0])), b = Math.min(width, x(this.view[1]));
      c.strokeRect(a + .5, .5, Math.max(b - a - 1, 3), high - 1);
    }

    // ---- Looking

    look(from, to) {
      const [first, last] = this.all, whole = last - first, least = 60e3;
      let span = Math.min(Math.max(to - from, least), whole), start = from + (to - from - span) / 2;
      start = Math.min(Math.max(start, first), last - span);
      this.view = [start, start + span];
      this.redraw();
    }
    zoom(factor, at = (this.view[0] + this.view[1]) / 2) { this.look(at - (at - this.view[0]) * factor, at + (this.view[1] - at) * factor); }
    pan(share) { const by = (this.view[1] - this.view[0]) * share; this.look(this.view[0] + by, this.view[1] + by); }
    show(bar) {
      const lower = bar.lower ?? this.all[0], upper = bar.upper ?? this.all[1];
      if (bar.what !== 'default' && (upper <= this.view[0] || lower >= this.view[1])) {
        const span = this.view[1] - this.view[0], middle = (lower + upper) / 2;
        this.look(middle - span / 2, middle + span / 2);
      }
    }
    select(index, move = true) {
      const bar = this.stops[index];
      if (!bar) return;
      this.selected = index;
      if (move) this.show(bar);
      this.facts.replaceChildren(el('b', {}, name(bar.name || (bar.what === 'gap' ? 'gap' : ''))), el('span', { className: 'soft', text: '  ' + (index + 1) + ' of ' + this.stops.length }), el('br'),
        document.createTextNode([this.rangeText(bar), this.stateText(bar), this.sizeText(bar)].filter(Boolean).join('; ')));
      this.redraw();
    }
    next(direction, wanted = () => true) {
      const count = this.stops.length;
      for (let i = 1; i <= count; i++) {
        const at = ((this.selected < 0 && direction < 0 ? 0 : this.selected) + direction * i + 2 * count) % count;
        if (wanted(this.stops[at])) { this.select(at); return; }
      }
    }
    isAmiss(bar) { return bar.what === 'gap' || bar.what === 'default' && bar.bytes > 0 || bar.what === 'partition' && !bar.planned && AMISS.has(bar.state); }

    hit(x, y) {
      const l = this.lanes;
      if (!l) return -1;
      const defaults = this.stops.findIndex(b => b.what === 'default');
      if (defaults >= 0 && y >= l.default && y < l.windows) return defaults;
      if (this.archives.length && y >= l.archives) { const at = this.at(x); return this.stops.findIndex(b => b.what === 'archive' && (b.lower ?? -Infinity) <= at && at < (b.upper ?? Infinity)); }
      if (y > l.axisTop + 14) return -1;
      // The nearest within three pixels: what is narrow can be met, too.
      let best = -1, distance = 3;
      this.stops.forEach((b, i) => {
        if (b.what === 'default' || b.what === 'archive') return;
        const from = b.lower === null ? -Infinity : this.x(b.lower), to = b.upper === null ? Infinity : this.x(b.upper);
        const away = x < from ? from - x : x > to ? x - to : 0;
        if (away < distance || away === 0 && distance > 0) { best = i; distance = away; }
      });
      return best;
    }

    keyboard(event) {
      const handled = {
        ArrowRight: () => event.shiftKey ? this.pan(.2) : this.next(1), ArrowLeft: () => event.shiftKey ? this.pan(-.2) : this.next(-1),
        Home: () => this.select(0), End: () => this.select(this.stops.length - 1),
        '+': () => this.zoom(.6), '=': () => this.zoom(.6), '-': () => this.zoom(1 / .6), '0': () => this.look(...this.all),
        n: () => this.next(1, bar => this.isAmiss(bar)), N: () => this.next(-1, bar => this.isAmiss(bar)),
        Enter: () => {
          const bar = this.stops[this.selected];
          if (bar && bar.lower != null && bar.upper != null) { const span = bar.upper - bar.lower; this.look(bar.lower - 2 * span, bar.upper + 2 * span); }
        },
        Escape: () => { this.selected = -1; this.facts.textContent = NOTHING; this.redraw(); },
      }[event.key];
      if (handled && !event.ctrlKey && !event.metaKey && !event.altKey) { handled(); event.preventDefault(); }
    }

    listen() {
      const canvas = this.canvas;
      let from = null;
      canvas.addEventListener('keydown', event => this.keyboard(event));
      canvas.addEventListener('pointerdown', event => { from = { x: event.clientX, view: [...this.view], moved: false }; canvas.setPointerCapture(event.pointerId); });
      canvas.addEventListener('pointermove', event => {
        if (from) {
          const by = (from.x - event.clientX) / this.width * (from.view[1] - from.view[0]);
          if (Math.abs(event.clientX - from.x) > 3) from.moved = true;
          if (from.moved) this.look(from.view[0] + by, from.view[1] + by);
          return;
        }
        const bar = this.stops[this.hit(event.offsetX, event.offsetY)];
        this.tip.hidden = !bar;
        if (bar) {
          this.tip.textContent = this.say(bar);
          this.tip.style.left = Math.min(event.offsetX + 12, Math.max(0, this.width - 300)) + 'px';
          this.tip.style.top = (event.offsetY + 16) + 'px';
        }
      });
      canvas.addEventListener('pointerup', event => { if (from && !from.moved) { const found = this.hit(event.offsetX, event.offsetY); if (found >= 0) this.select(found, false); } from = null; });
      canvas.addEventListener('pointercancel', () => { from = null; });
      canvas.addEventListener('pointerleave', () => { this.tip.hidden = true; });
      canvas.addEventListener('dblclick', event => this.zoom(.4, this.at(event.offsetX)));
      canvas.addEventListener('wheel', event => {
        if (event.ctrlKey || event.metaKey) { this.zoom(Math.exp(event.deltaY * .004), this.at(event.offsetX)); event.preventDefault(); }
        else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) { this.pan((event.deltaX || event.deltaY) / this.width); event.preventDefault(); }
      }, { passive: false });
      this.overview.addEventListener('pointerdown', event => {
        const middle = this.all[0] + event.offsetX / this.overview.clientWidth * (this.all[1] - this.all[0]), half = (this.view[1] - this.view[0]) / 2;
        this.look(middle - half, middle + half);
      });
    }

    /** The table as it would be after one of the runs to come. */
    travel(month) {
      const whole = this.view[0] === this.all[0] && this.view[1] === this.all[1];
      this.month = month;
      this.selected = -1;
      this.all = month ? this.allTimes : this.present;
      this.view = whole ? [...this.all] : this.view;
      const then = this.future[month - 1];
      const text = month === 0 ? 'as it is' : 'after the run of ' + this.zone.text(Math.floor(then.at / 60e3) * 60e3).slice(0, 10);
      this.facts.textContent = month === 0 ? NOTHING : text + ': ' + (then.actions.map(a => (a.note ? 'refused, ' + shown(a.note) + ': ' : '') + a.action + ' '
        + shown(listText((a.targets.length ? a.targets : a.sources).map(b => b.name)))).join('; ') || 'nothing to do') + '. '
        + then.spaces.map(s => shown(s.tablespace ?? 'several tablespaces') + ': ' + plural(s.partitions, 'partition') + ', about ' + bytes(s.bytes)).join('; ');
      this.monthText.textContent = text;
      this.monthSlider.setAttribute('aria-valuetext', text);
      this.look(...this.view);
    }

    goTo(step) {
      this.step = step;
      if (this.month) { this.monthSlider.value = 0; this.travel(0); }
      this.selected = -1;
      this.facts.textContent = NOTHING;
      const done = this.actions[step - 1];
      const text = step === 0 ? 'as it is' : (step === this.actions.length ? 'after run' : 'after action ' + step + ' of ' + this.actions.length) + ': ' + done.action;
      this.stepText.textContent = text;
      this.slider.setAttribute('aria-valuetext', text);
      if (this.planList) [...this.planList.children].forEach((item, i) => i === step - 1 ? item.setAttribute('aria-current', 'step') : item.removeAttribute('aria-current'));
      this.redraw();
    }

    // ---- The page around it

    section() {
      const title = this.title = this.key ? this.key.schema_name + '.' + this.key.table_name : this.table.name, heading = 'table-' + this.index;
      const section = el('section', { className: 'table', 'aria-labelledby': heading },
        el('div', { className: 'head' }, el('h2', { id: heading }, name(title)), el('p', { className: 'soft' }, ...this.subtitle())));
      for (const part of ['key', 'partitions', 'archives', 'windows', 'plan', 'actions', 'findings', 'simulation', 'jobs', 'timeline']) {
        // One cause is told once.
        const error = this.table[part] && this.table[part].error;
        if (error && ![...section.querySelectorAll('.error')].some(e => e.dataset.cause === error.message)) section.append(errorBox(part, error));
      }
      if (!this.table.partitions || this.table.partitions.error) return section;
      section.append(this.chips());
      this.tip = el('div', { className: 'tip', hidden: true, 'aria-hidden': 'true' });
      this.facts = el('div', { className: 'facts', role: 'status', 'aria-live': 'polite', 'aria-label': 'Chosen partition', text: NOTHING });
      this.canvas = el('canvas', { className: 'main', tabIndex: 0, role: 'application', 'aria-roledescription': 'axis of time',
        'aria-label': 'Partitions of ' + shown(title) + ', ' + this.summary() + '. Arrow keys go from partition to partition; n goes to the next one that is not as declared.' });
      this.overview = el('canvas', { className: 'overview', 'aria-hidden': 'true' });
      section.append(el('div', { className: 'axis' }, this.canvas, this.overview, this.tip), this.controls(), this.facts);
      this.listen();
      if (this.plan) section.append(this.planDetails());
      const findings = rows(this.table.findings);
      if (findings) section.append(this.findingDetails(findings));
      section.append(this.tableDetails());
      const runs = runDetails(this);
      if (runs) section.append(runs);
      return section;
    }

    subtitle() {
      if (!this.key) return [];
      const partitions = this.bars.filter(b => b.what === 'partition' || b.what === 'default');
      const sum = field => partitions.reduce((all, bar) => all + (bar[field] || 0), 0);
      return ['by ', name(this.key.column_name), ' (' + shown(this.key.key_type) + '), bounds in ' + shown(this.zone.name) + '; '
        + plural(partitions.length, 'partition') + ', ' + aboutRows(sum('rows')) + ', ' + bytes(sum('bytes')) + skewText(this.skew)];
    }

    counts() {
      const counts = new Map();
      for (const bar of this.bars) {
        if (bar.what === 'default') { if (bar.bytes > 0) counts.set('default', 1); }
        else counts.set(bar.state, (counts.get(bar.state) || 0) + 1);
      }
      if (this.archives.length) counts.set('archive', this.archives.length);
      return counts;
    }
    stateName(state, count) {
      return { gap: plural(count, 'gap'), default: 'rows in the default partition', archive: number(count) + ' archived in S3' }[state] || number(count) + ' ' + STATES[state][0];
    }
    summary() { return [...this.counts()].map(([state, count]) => this.stateName(state, count)).join(', ') || 'no partitions'; }
    chips() {
      const list = el('ul', { className: 'chips', 'aria-label': 'What is there; each goes to the next of its kind' });
      for (const [state, count] of this.counts()) {
        const button = el('button', { type: 'button', text: this.stateName(state, count), on: { click: () => this.next(1, bar => bar.state === state) } });
        button.style.setProperty('--dot', 'var(--' + state + ')');
        list.append(el('li', {}, button));
      }
      return list;
    }

    controls() {
      const button = (text, label, click) => el('button', { type: 'button', text, 'aria-label': label, title: label, on: { click } });
      const bar = el('div', { className: 'bar' }, el('div', { className: 'zoom', role: 'group', 'aria-label': 'Zoom' },
        button('+', 'Zoom in', () => this.zoom(.5)), button('\u2212', 'Zoom out', () => this.zoom(2)), button('\u25c0', 'Earlier', () => this.pan(-.3)),
        button('\u25b6', 'Later', () => this.pan(.3)), button('all', 'Everything', () => this.look(...this.all))));
      if (this.actions.length) {
        this.stepText = el('span', { text: 'as it is' });
        this.slider = el('input', { type: 'range', min: 0, max: this.actions.length, step: 1, value: 0, 'aria-label': 'Before and after run', 'aria-valuetext': 'as it is',
          on: { input: event => this.goTo(+event.target.value) } });
        bar.append(el('label', { className: 'steps' }, 'before', this.slider, 'after', this.stepText));
      }
      if (this.future.length) {
        this.monthText = el('span', { text: 'as it is' });
        this.monthSlider = el('input', { type: 'range', className: 'months', min: 0, max: this.future.length, step: 1, value: 0, 'aria-label': 'The months to come', 'aria-valuetext': 'as it is',
          on: { input: event => this.travel(+event.target.value) } });
        bar.append(el('label', { className: 'steps' }, 'now', this.monthSlider, 'in a year', this.monthText));
      }
      return bar;
    }

    planDetails() {
      const due = this.plan.length;
      const details = el('details', { open: due > 0 && due <= 3 }, el('summary', { text: due ? plural(due, 'action') + ' due: what run would do' : 'Nothing is due: the table is in the shape that its policy declares' }));
      this.planList = el('ol', { className: 'plan' });
      this.plan.forEach((action, i) => {
        const known = this.actions[i] || {};
        const time = known.seconds == null ? 'time not known: no such job has been done yet' : 'about ' + duration(known.seconds) + ' (by the rate of ' + known.seconds_basis + ')';
        const copy = el('button', { type: 'button', className: 'copy', text: 'Copy SQL' });
        copy.addEventListener('click', () => copyText(known.statement, copy));
        const same = this.actions.filter(other => other.statement === known.statement).length;
        this.planList.append(el('li', {}, el('div', {}, el('b', { text: action.action + ' ' }), name(listText(action.sources) || '-'), ' \u2192 ', name(listText(action.targets) || 'nothing')),
          el('div', { className: 'soft', text: aboutRows(action.estimated_rows) + ', ' + bytes(action.estimated_bytes) + '; ' + time + '; ' + shown(action.strategy) + '; ' + shown(action.strongest_lock) }),
          known.statement ? el('details', {}, el('summary', { text: 'SQL' + (same > 1 ? ', for this action and ' + plural(same - 1, 'other') + ' of the operation' : '') }), el('pre', { text: known.statement }), copy) : null));
      });
      details.append(this.planList);
      return details;
    }

    findingDetails(findings) {
      return el('details', {}, el('summary', { text: findings.length ? plural(findings.length, 'finding') + ' of check' : 'check finds nothing' }),
        findings.length ? el('ul', {}, ...findings.map(f => el('li', {}, el('b', { text: f.severity + ' ' }), name(f.message), ' ', el('span', { className: 'soft', text: shown(f.hint || '') })))) : null);
    }

    tableDetails() {
      const details = el('details', {}, el('summary', { text: 'The partitions as a table' }));
      details.addEventListener('toggle', () => {
        if (!details.open || details.querySelector('table')) return;
        const body = el('tbody');
        for (const bar of [...this.bars, ...this.archives]) {
          body.append(el('tr', {}, el('td', {}, name(bar.name || '-')), el('td', { text: this.rangeText(bar) }), el('td', { text: this.stateText(bar) }),
            el('td', { className: 'n', text: bar.rows == null ? '' : number(bar.rows) }), el('td', { className: 'n', text: bar.bytes == null ? '' : bytes(bar.bytes) }), el('td', {}, name(bar.tablespace ?? ''))));
        }
        const head = el('tr', {}, ...['Partition', 'Range', 'State', 'Rows (estimated)', 'Bytes', 'Tablespace'].map((text, i) => el('th', { scope: 'col', text, className: i === 3 || i === 4 ? 'n' : '' })));
        details.append(el('div', { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'The partitions of ' + shown(this.title) + ' as a table' }, el('table', {}, el('thead', {}, head), body)));
      });
      return details;
    }
  }

  const id = bar => JSON.stringify([bar.schema_name, bar.name]);
  const rank = state => { const i = state === 'gap' ? 2.5 : ORDER.indexOf(state); return i < 0 ? ORDER.length : i; };

  /** The partitions as an action leaves them. What a new one holds is known, or is spread over the ranges of what it is made of. */
  function after(bars, action) {
    const gone = new Set(action.sources.map(id)), sources = bars.filter(bar => gone.has(id(bar))), left = bars.filter(bar => !gone.has(id(bar)) && bar.what !== 'gap');
    const made = action.targets.map(target => {
      const former = sources.find(bar => id(bar) === id(target));
      if (target.is_default && action.simulated) return { ...former, ...target, listed: [], state: 'default', note: 'not foreseen', lower: null, upper: null };
      if (target.is_default) {
        const taken = action.targets.filter(t => !t.is_default).reduce((sum, t) => ({ rows: sum.rows + t.rows, bytes: sum.bytes + t.bytes }), { rows: 0, bytes: 0 });
        return { ...former, ...target, rows: Math.max(0, target.rows - taken.rows), bytes: Math.max(0, target.bytes - taken.bytes), listed: [], state: 'default', note: 'not known before the run', lower: null, upper: null };
      }
      // Where none is named, a new partition lies where the largest of its sources does.
      const largest = sources.reduce((most, s) => (most && (most.bytes || 0) >= (s.bytes || 0) ? most : s), null);
      const bar = { ...target, planned: true, listed: [], state: 'declared', tablespace: target.tablespace ?? (largest && largest.tablespace) };
      if (!action.simulated && !target.rows && !target.bytes && action.rows > 0) {
        bar.guessed = true;
        for (const field of ['rows', 'bytes']) bar[field] = Math.round(sources.reduce((sum, s) => sum + (s[field] || 0) * overlap(s, target), 0));
      }
      return bar;
    });
    const all = [...left, ...made].sort((a, b) => (a.what === 'default') - (b.what === 'default') || (a.lower ?? -Infinity) - (b.lower ?? -Infinity));
    // Gaps that are left are those between neighbours.
    const gaps = [];
    const ranges = all.filter(bar => bar.what === 'partition');
    for (let i = 1; i < ranges.length; i++) {
      if (ranges[i].lower > ranges[i - 1].upper) gaps.push({ what: 'gap', state: 'gap', name: null, lower: ranges[i - 1].upper, upper: ranges[i].lower, lower_text: ranges[i - 1].upper_text, upper_text: ranges[i].lower_text, listed: [], open: [false, false] });
    }
    return [...all, ...gaps];
  }
  function overlap(source, target) {
    if ([source.lower, source.upper, target.lower, target.upper].some(at => at === null || at === undefined)) return 1;
    return Math.max(0, Math.min(source.upper, target.upper) - Math.max(source.lower, target.lower)) / Math.max(1, source.upper - source.lower);
  }

  function shortName(text, table) {
    if (text === null || text === undefined) return '';
    const own = table && text.startsWith(table + '_') ? text.slice(table.length + 1) : text;
    return shown(own);
  }
  function windowText(w) {
    const verb = { create_partitions: 'create', merge_partitions: 'merge', move_partitions: 'move', unload_to_s3_partitions: 'unload to S3', delete_partitions: w.cleanup_policy === 'detach' ? 'detach' : 'delete' }[w.operation] || w.operation;
    return verb + (w.granularity ? ' by ' + w.granularity.replace('mons', 'months').replace(/\b1 mon\b/, '1 month') : '') + (w.tablespace ? ' to ' + shown(w.tablespace) : '');
  }
  function listText(names) {
    if (!names || !names.length) return '';
    return names.length <= 3 ? names.join(', ') : names[0] + ' \u2026 ' + names[names.length - 1] + ' (' + names.length + ' partitions)';
  }
  function errorBox(part, error) {
    const what = { key: 'This table cannot be drawn', partitions: 'This table cannot be drawn', plan: 'The plan could not be made', actions: 'The plan could not be made', simulation: 'The months to come could not be simulated', findings: 'The check could not be made' }[part] || 'Its ' + part + ' could not be asked';
    const box = el('div', { className: 'error', role: 'note' }, what + ': ' + shown([error.sqlstate, error.message].filter(Boolean).join(' ')),
      error.detail ? el('div', { className: 'soft', text: shown(error.detail) }) : null, error.hint ? el('div', { className: 'soft', text: shown(error.hint) }) : null);
    box.dataset.cause = error.message;
    return box;
  }
  function copyText(text, button) {
    const told = done => { button.textContent = done ? 'Copied' : 'Select it and copy by hand'; setTimeout(() => { button.textContent = 'Copy SQL'; }, 2500); };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(() => told(true), () => told(false));
    else {
      // A file that is opened from a disk has no clipboard in every browser.
      const area = el('textarea', { value: text, 'aria-hidden': 'true', className: 'skip' });
      document.body.append(area);
      area.select();
      let done = false;
      try { done = document.execCommand('copy'); } catch (e) { done = false; }
      area.remove();
      told(done);
    }
  }

  // ---- What jobs have done
  const PHASES = ['#7fb2e5', '#e5b567', '#9ccc7a', '#d58fd0', '#e58a7f', '#7fd0c8', '#b9a7e8', '#c9c46a'];
  const phaseColours = new Map();
  const phaseColour = phase => { if (!phaseColours.has(phase)) phaseColours.set(phase, PHASES[phaseColours.size % PHASES.length]); return phaseColours.get(phase); };
  function runDetails(map) {
    const jobs = rows(map.table.jobs), spans = rows(map.table.timeline) || [];
    if (!jobs || !jobs.length) return null;
    const byJob = new Map();
    for (const span of spans) { if (!byJob.has(span.job_id)) byJob.set(span.job_id, []); byJob.get(span.job_id).push(span); }
    const details = el('details', { className: 'runs' }, el('summary', { text: 'Runs: the latest ' + plural(jobs.length, 'job') }));
    for (const run of new Set(jobs.map(j => j.run_id))) {
      const own = jobs.filter(j => j.run_id === run).reverse();
      const began = own.map(j => j.started_at).filter(Boolean), ended = own.map(j => j.finished_at ?? (j.state === 'running' ? data.now : null)).concat(spans.filter(s => own.some(j => j.job_id === s.job_id)).map(s => s.ended_at)).filter(Boolean);
      const from = Math.min(...began), to = Math.max(...ended, from + 1);
      details.append(el('h3', { text: 'Run ' + run + (began.length ? ', ' + map.zone.text(Math.floor(from / 1000) * 1000) + ', ' + duration((to - from) / 1000) + ' from its first to its last step' : ', not begun') }));
      for (const job of own) {
        const lane = el('div', { className: 'lane', role: 'img', 'aria-label': 'Phases of job ' + job.job_id + ': ' + ((byJob.get(job.job_id) || []).map(s => s.phase + ' ' + s.state).join(', ') || 'none') });
        for (const span of byJob.get(job.job_id) || []) {
          const end = span.ended_at ?? data.now, piece = el('span', { title: span.phase + ' (' + span.state + '): ' + duration((end - span.began_at) / 1000) + ', ' + plural(span.rows, 'row') + ', ' + plural(span.steps, 'step')
            + (span.locked_ms ? ', locked ' + span.locked_ms + ' ms' : '') + (span.sqlstate ? ', ' + span.sqlstate : ''), text: (end - span.began_at) / (to - from) > .08 ? span.phase : '' });
          piece.style.left = 100 * (span.began_at - from) / (to - from) + '%';
          piece.style.width = 100 * (end - span.began_at) / (to - from) + '%';
          piece.style.background = span.state === 'failed' ? '#f08a8a' : phaseColour(span.phase);
          lane.append(piece);
        }
        const again = (byJob.get(job.job_id) || []).filter((s, i, all) => all.some((o, k) => k < i && o.phase === s.phase)).length, failed = (byJob.get(job.job_id) || []).filter(s => s.state === 'failed').length;
        details.append(el('div', { className: 'run' }, el('div', {}, 'job ' + job.job_id + ' ' + job.action + ' ', name(listText((job.targets.length ? job.targets : job.sources).map(t => t.replace(/ (\[.*|DEFAULT)$/, ''))))),
          lane, el('div', { className: 'soft' }, [job.state + (job.state === 'running' ? ', ' + job.phase + (job.total > 0 ? ' ' + Math.min(99, Math.round(100 * job.rows / job.total)) + ' %' : '') + (job.eta != null ? ', about ' + duration(job.eta) + ' left' : '') : ''),
            job.rows ? number(job.rows) + ' rows' : '', job.seconds != null ? duration(job.seconds) : '', job.locked_ms != null ? 'locked ' + job.locked_ms + ' ms' : '', again ? plural(again, 'stretch') .replace('stretchs', 'stretches') + ' again' : '',
            failed ? plural(failed, 'failure') : '', job.sqlstate ? shown(job.sqlstate + ' ' + (job.error || '')) : ''].filter(Boolean).join(', '))));
      }
    }
    return details;
  }

  // ---- The whole page
  function legend() {
    const list = document.getElementById('legend');
    list.replaceChildren();
    const used = new Set(maps.flatMap(map => [...map.counts().keys()]));
    for (const key of [...ORDER, ...Object.keys(OTHERS)]) {
      const planned = maps.some(map => map.actions.length);
      if (!(used.has(key) || planned && (key === 'ghost' || key === 'gone'))) continue;
      const sample = el('canvas', { width: 44, height: 24, 'aria-hidden': 'true' }), c = sample.getContext('2d');
      c.scale(2, 2);
      c.fillStyle = c.strokeStyle = patternFor(c, key);
      if (key === 'gap' || key === 'ghost') { c.strokeStyle = colours[key]; c.setLineDash([3, 2]); c.strokeRect(1, 1, 20, 10); }
      else if (key === 'archive') c.strokeRect(1, 1, 20, 10);
      else c.fillRect(0, 0, 22, 12);
      list.append(el('li', { title: STATES[key] ? STATES[key][1] : '' }, sample, STATES[key] ? STATES[key][0] : OTHERS[key]));
    }
    if (tablespaces.length > 1) {
      for (const space of tablespaces) {
        const sample = el('canvas', { width: 44, height: 24, 'aria-hidden': 'true' }), c = sample.getContext('2d');
        c.fillStyle = tablespaceColour(space);
        c.fillRect(0, 8, 44, 10);
        list.append(el('li', {}, sample, 'tablespace ', name(space)));
      }
    }
  }
  function paint() { readColours(); legend(); maps.forEach(map => map.canvas && map.draw()); }
  const dark = matchMedia('(prefers-color-scheme: dark)');
  function theme() {
    const wanted = document.querySelector('input[name=theme]:checked').value;
    document.documentElement.dataset.theme = printing ? 'light' : wanted === 'auto' ? (dark.matches ? 'dark' : 'light') : wanted;
    paint();
  }

  document.title = 'Partition map: ' + shown(data.database);
  const utc = new Zone('UTC');
  document.getElementById('about').append('database ', name(data.database), ', server ' + shown(data.server) + ', seen by ', name(data.role), ' at ' + utc.text(Math.floor(data.now / 1000) * 1000) + ' UTC'
    + (data.as_of === data.now ? '' : '; windows count from ' + utc.text(data.as_of) + ' UTC'));
  const main = document.getElementById('tables');
  data.tables.forEach((table, i) => { const map = new TableMap(table, i); maps.push(map); main.append(map.section()); });
  // The same colour for the same tablespace, whichever table is first.
  tablespaces.sort((a, b) => (b === 'pg_default') - (a === 'pg_default') || (a < b ? -1 : 1));
  if (!data.tables.length) main.append(el('p', { text: 'There is no partitioned table in this database.' }));
  document.querySelectorAll('input[name=height]').forEach(input => input.addEventListener('change', () => { heightOf = input.value; maps.forEach(map => map.canvas && map.redraw()); }));
  document.querySelectorAll('input[name=theme]').forEach(input => input.addEventListener('change', theme));
  dark.addEventListener('change', theme);
  addEventListener('resize', () => maps.forEach(map => map.canvas && map.redraw()));
  addEventListener('beforeprint', () => { printing = true; theme(); });
  addEventListener('afterprint', () => { printing = false; theme(); });
  theme();
  document.documentElement.dataset.drawn = String(Math.round(performance.now()));
  /** For who looks with a program: what is drawn, table by table. */
  window.partitionMap = { maps };
})();
