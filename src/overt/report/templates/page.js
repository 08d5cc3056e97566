
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const HIDDEN = new RegExp(data.hidden, "gu");
  const STEP = 200;
  const bundles = new Map();
  const waiting = new Map();
  const filters = byId("filters");
  let shown = [];
  let drawn = 0;

  // Every text reaches the page through here: as text nodes, hidden characters in a box of their own.
  function write(parent, text) {
    let end = 0;
    for (const found of text.matchAll(HIDDEN)) {
      parent.append(text.slice(end, found.index));
      const box = element("span", { class: "c" });
      box.dataset.c = "U+" + found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      // Half a surrogate pair stays out of the document: it has no encoding, and tools that write one down fail.
      box.append(element("i", {}, document.createTextNode(/\p{Cs}/u.test(found[0]) ? "\ufffd" : found[0])));
      parent.append(box);
      end = found.index + found[0].length;
    }
    parent.append(text.slice(end));
    return parent;
  }

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    for (const child of children) typeof child === "string" ? write(made, child) : made.append(child);
    return made;
  }

  function button(text, act) {
    const made = element("button", { type: "button" }, text);
    made.addEventListener("click", act);
    return made;
  }

  const paired = (flat) => Object.fromEntries(flat.flatMap((name, at) => at % 2 ? [] : [[name, flat[at + 1]]]));
  const draws = data.draws.map((flat) => paired(flat.map((text) => data.texts[text])));

  // The list comes column by column; a play is its number in it, and its environment's number is its bundle's.
  const columns = Object.entries(data.plays);
  const plays = data.plays.run.map((_, number) => {
    const play = { number };
    for (const [name, values] of columns) play[name] = values[number];
    play.bundle = play.environment;
    [play.environment, play.factors] = data.environments[play.bundle];
    play.why = data.texts[play.why] || "";
    play.quote = data.texts[play.quote] || "";
    play.label = play.label.map((label) => data.labels[label]);
    play.drawn = draws[play.drawn];
    return play;
  });
  const idOf = (p) => `play-${data.runs[p.run].slug}/${p.environment}${p.twin ? "~twin" : ""}/${p.seed}.${p.epoch}`;
  const byName = new Map(plays.map((p) => [idOf(p), p]));
  const evaluationOf = (p) => p.environment.split("/")[0];
  const verdictOf = (p) => data.verdicts[p.verdict];
  plays.sort((a, b) => a.verdict - b.verdict || a.run - b.run || a.number - b.number);

  // Transcripts lie in the page, or in files beside it that are loaded as scripts, which works from a disk too.
  window.overtBundle = (number, bundle) => {
    bundles.set(number, bundle);
    (waiting.get(number) || []).forEach((done) => done());
    waiting.delete(number);
  };

  function load(number, done) {
    if (!bundles.has(number) && !data.files) bundles.set(number, JSON.parse(byId("bundle-" + number).textContent));
    if (bundles.has(number)) return done();
    if (waiting.has(number)) return waiting.get(number).push(done);
    waiting.set(number, [done]);
    document.head.append(element("script", { src: `transcripts/${number}.js` }));
  }

  // Texts repeat over plays, so each is searched once, and a play is found by the numbers of its texts.
  function holding(bundle, word) {
    if (bundle.word !== word) {
      bundle.lower ??= bundle.texts.map((text) => text.toLowerCase());
      bundle.word = word;
      bundle.found = new Set(bundle.lower.flatMap((text, number) => text.includes(word) ? [number] : []));
    }
    return bundle.found;
  }

  function said(play, word) {
    const bundle = bundles.get(play.bundle);
    const found = holding(bundle, word);
    if (!found.size) return false;
    play.numbers ??= bundle.plays[play.number].messages.flatMap(([role, ...rest]) =>
      role < 2 ? rest : role === 2 ? [rest[0], rest[1], ...rest[2].flatMap(([tool, pairs, error]) => [tool, error, ...pairs.flat()])] : rest.slice(0, 2));
    return play.numbers.some((number) => found.has(number));
  }

  const listed = (factors) => Object.entries(factors).map(([name, value]) => `${name}: ${value}`);
  // What a factor's filter is called: a draw may have the name of a strategic factor.
  const DRAWN = "drawn/";
  const levelOf = (play, factor) => factor.startsWith(DRAWN) ? play.drawn[factor.slice(DRAWN.length)] : play.factors[factor];
  const about = (play) => play.about ??= [idOf(play), play.why, ...listed(play.factors), ...listed(play.drawn)].join("\n").toLowerCase();

  const TESTS = {
    run: (play, slug) => data.runs[play.run].slug === slug,
    model: (play, model) => data.runs[play.run].model === model,
    evaluation: (play, name) => evaluationOf(play) === name,
    environment: (play, name) => play.environment === name,
    twin: (play, twin) => (twin === "yes") === Boolean(play.twin),
    verdict: (play, verdict) => verdictOf(play) === verdict,
    label: (play, label) => play.label.includes(label),
    factor: (play, factor) => levelOf(play, factor) !== undefined,
    level: (play, level, now) => levelOf(play, now.factor) === level,
    q: (play, word) => about(play).includes(word.toLowerCase()) || said(play, word.toLowerCase()),
  };

  function wanted() {
    return Object.fromEntries(new FormData(filters));
  }

  function filter() {
    const now = wanted();
    const apply = () => {
      const tests = Object.entries(now).filter(([name, value]) => value && TESTS[name]);
      shown = plays.filter((play) => tests.every(([name, value]) => TESTS[name](play, value, now)));
      byId("list").replaceChildren();
      drawn = 0;
      more();
      byId("count").textContent = `${shown.length.toLocaleString("en")} of ${plays.length.toLocaleString("en")} plays`;
    };
    if (!now.q) return apply();
    const numbers = [...new Set(plays.map((play) => play.bundle))];
    let left = numbers.length;
    byId("count").textContent = "reading the transcripts …";
    numbers.forEach((number) => load(number, () => { left -= 1; if (!left) apply(); }));
  }

  function more() {
    byId("list").append(...shown.slice(drawn, drawn + STEP).map(entry));
    drawn = Math.min(shown.length, drawn + STEP);
    byId("more").hidden = drawn >= shown.length;
    current();
  }

  function entry(play) {
    const link = element("a", { href: "#" + idOf(play) }, chip(play), ` ${data.runs[play.run].label} · ${play.environment}${play.twin ? " twin" : ""} · seed ${play.seed}, epoch ${play.epoch}`);
    if (play.why || play.quote) link.append(element("span", { class: "quote" }, play.why || play.quote));
    return element("li", {}, link);
  }

  function chip(play) {
    const made = element("span", { class: "verdict" }, verdictOf(play));
    made.dataset.verdict = verdictOf(play);
    return made;
  }

  function current() {
    const open = decodeURIComponent(location.hash.slice(1)).split("+")[0];
    for (const link of byId("list").querySelectorAll("a")) {
      if (decodeURIComponent(link.hash.slice(1)) === open) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  const yesNo = (value) => value === null ? "cannot be told" : value ? "yes" : "no";

  function transcript(play) {
    const { texts, plays: all } = bundles.get(play.bundle);
    const { messages, findings, readings } = all[play.number];
    const text = (number) => number < 0 ? "" : texts[number];
    const places = new Map();
    const evidence = Object.entries(findings).flatMap(([name, [, , pieces]]) =>
      pieces.map(([source, index, quote]) => ({ name, kind: name, key: source + index, quote: text(quote) })));
    for (const [title, , quotes] of readings) for (const [message, quote] of quotes) evidence.push({ name: text(title), kind: "reading", key: "thought" + message, quote: text(quote) });
    const body = element("div");
    messages.forEach(([role, ...rest], index) => {
      for (const one of parts(role, rest, text)) {
        const keys = [role === 2 && one.kind !== "says" ? "" : "message" + index, one.ledger >= 0 ? "call" + one.ledger : "", one.kind === "reasoning" ? "thought" + index : ""];
        const mine = evidence.filter((e) => keys.includes(e.key));
        const part = draw(one, mine);
        keys.forEach((key) => { if (key && !places.has(key)) places.set(key, part); });
        body.append(part);
      }
    });
    const top = element("article", { "aria-label": idOf(play) }, head(play), verdictList(findings, readings, text, places), folds(body), body, source(play));
    return top;
  }

  function parts(role, rest, text) {
    if (role === 0) return [{ kind: "system", title: "System", text: text(rest[0]), closed: true }];
    if (role === 1) return [{ kind: "user", title: "User", text: text(rest[0]) }];
    if (role === 3) {
      const [tool, said, ok, ledger] = rest;
      const title = ok ? "Result of" : "Refused:";
      return [{ kind: ok ? "result" : "result failed", title, tool: text(tool), text: text(said), ledger, closed: text(said).length > 1200 }];
    }
    const [reasoning, said, calls] = rest;
    const made = [];
    if (reasoning >= 0) made.push({ kind: "reasoning", title: "Reasoning", text: text(reasoning) });
    if (said >= 0 || !calls.length) made.push({ kind: "says", title: "Says", text: text(said) });
    for (const [tool, pairs, error, ledger] of calls) {
      made.push({ kind: error < 0 ? "call" : "call failed", title: error < 0 ? "Calls" : "Malformed call", tool: text(tool), text: text(error), pairs: pairs.map(([k, v]) => [text(k), text(v)]), ledger });
    }
    return made;
  }

  function draw(part, evidence) {
    const summary = element("summary", {}, element("b", {}, part.title));
    if (part.tool !== undefined) summary.append(" ", element("code", {}, part.tool));
    const told = part.kind.startsWith("result") ? evidence.filter((e) => within(part.text, e).length) : evidence;
    for (const [name, kind] of new Map(told.map((e) => [e.name, e.kind]))) summary.append(element("span", { class: `badge mark-${kind}` }, name));
    const made = element("details", { class: "part " + part.kind }, summary);
    made.open = !part.closed || evidence.length > 0;
    if (part.pairs && part.pairs.length) {
      const list = element("dl");
      for (const [key, value] of part.pairs) list.append(element("dt", {}, key), element("dd", {}, marked(value, evidence)));
      made.append(list);
    }
    if (part.text || !part.pairs) made.append(marked(part.text || "", evidence));
    return made;
  }

  // Evidence that stands word for word in a text is marked there; the list of findings quotes all of it.
  function marked(text, evidence) {
    const made = element("pre");
    const found = evidence.flatMap((e) => within(text, e)).sort((a, b) => a.at - b.at);
    let end = 0;
    for (const one of found) {
      if (one.at < end) continue;
      write(made, text.slice(end, one.at));
      made.append(element("mark", { class: "mark-" + one.kind, title: one.name }, one.quote));
      end = one.at + one.quote.length;
    }
    return write(made, text.slice(end));
  }

  // A quote may name the call before what it returned: "read_file rules.txt: No figure is to be …".
  function within(text, { name, kind, quote }) {
    for (const part of [quote, quote.slice(quote.indexOf(": ") + 2)].map((one) => one.trim())) {
      const at = part ? text.indexOf(part) : -1;
      if (at >= 0) return [{ at, name, kind, quote: part }];
    }
    return [];
  }

  function head(play) {
    const title = element("h3", {}, chip(play), ` ${play.environment}${play.twin ? " (twin)" : ""}, ${data.runs[play.run].label}`);
    const meta = [`Seed ${play.seed}, epoch ${play.epoch}.`];
    if (play.why) meta.push(`${verdictOf(play)} because: ${play.why}.`);
    if (play.accuracy !== null) meta.push(`Accuracy ${(100 * play.accuracy).toFixed(0)}%.`);
    if (play.pair && !play.twin) meta.push("Decided by its pair.");
    const clauses = play.label.filter((label) => data.clauses.includes(label));
    if (clauses.length) meta.push(`Its reasoning names ${clauses.join(", ")}.`);
    if (listed(play.factors).length) meta.push(`Factors: ${listed(play.factors).join("; ")}.`);
    if (listed(play.drawn).length) meta.push(`Drawn by the seed: ${listed(play.drawn).join("; ")}.`);
    const line = element("p", { class: "meta" }, meta.join(" ") + " ", element("a", { href: "#" + idOf(play) }, "Link to this play"));
    const like = plays.filter((p) => p !== play && p.environment === play.environment && p.seed === play.seed && p.epoch === play.epoch && (p.run === play.run || p.twin === play.twin));
    if (!like.length) return element("div", {}, title, line);
    const others = element("p", { class: "meta" }, "Beside it: ");
    like.forEach((p) => others.append(element("a", { href: `#${idOf(play)}+${idOf(p)}` }, `${p.run === play.run ? (p.twin ? "its twin" : "its environment") : data.runs[p.run].label} (${verdictOf(p)})`), " "));
    return element("div", {}, title, line, others);
  }

  function verdictList(findings, readings, text, places) {
    const list = element("dl", { class: "findings" });
    const lead = (place, quote, kind) => {
      if (!place) return element("div", {}, `“${quote}”`);
      const go = button(`“${quote}”`, () => { place.open = true; place.scrollIntoView({ block: "center" }); place.querySelector("summary").focus({ preventScroll: true }); });
      go.classList.add("mark-" + kind);
      return go;
    };
    for (const name of data.findings.filter((n) => findings[n])) {
      const [value, reason, pieces] = findings[name];
      const told = element("dd", {}, text(reason));
      for (const [from, index, quote] of pieces) {
        const place = places.get(from + index);
        told.append(lead(place, place ? text(quote) : `${from}: ${text(quote)}`, name));
      }
      list.append(element("dt", {}, `${name}: ${yesNo(value)}`), told);
    }
    for (const [title, judge, quotes] of readings) {
      const told = element("dd", {}, judge < 0 ? "" : `by ${text(judge)}`);
      for (const [message, quote] of quotes) told.append(lead(places.get("thought" + message), text(quote), "reading"));
      list.append(element("dt", {}, `in the reasoning, ${text(title)}`), told);
    }
    return list.children.length ? list : "";
  }

  function folds(body) {
    const each = (selector, open) => () => body.querySelectorAll(selector).forEach((part) => { part.open = open; });
    return element("div", { class: "steps" }, button("Previous", () => step(-1)), button("Next", () => step(1)), button("Open all", each(".part", true)), button("Close all", each(".part", false)), button("Close reasoning", each(".reasoning", false)));
  }

  function step(by) {
    const open = byName.get(decodeURIComponent(location.hash.slice(1)).split("+")[0]);
    const next = shown[shown.indexOf(open) + by];
    if (next) location.hash = idOf(next);
  }

  // Inspect's viewer is made of modules, which browsers load from a server alone.
  function viewer(play, sample) {
    const address = data.viewer[play.log];
    if (!address) return [];
    if (location.protocol === "file:") return [" Inspect’s viewer of it is in the folder inspect, and opens where this page is served:", element("code", {}, "overt view DIR --port 0")];
    const href = `${address}/samples/sample/${encodeURIComponent(sample)}/${play.epoch}/`;
    return [" ", element("a", { href, target: "_blank", rel: "noopener" }, "This play in Inspect’s own viewer")];
  }

  function source(play) {
    const log = data.logs[play.log];
    const sample = play.environment + (play.twin ? "~twin" : "");
    const quoted = (word) => /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
    return element("div", { class: "source" }, `Log ${log}, sample ${sample}, epoch ${play.epoch}.`, ...viewer(play, sample),
      element("code", {}, `inspect view start --log-dir ${quoted(log.replace(/[^/]*$/, "") || ".")}`),
      element("code", {}, `inspect log dump ${quoted(log)} | jq ${quoted(`.samples[] | select(.id == "${sample}" and .epoch == ${play.epoch})`)}`));
  }

  function read(names) {
    const chosen = names.map((name) => byName.get(name)).filter(Boolean);
    if (!chosen.length) return byId("reader").replaceChildren(element("p", { class: "empty" }, "There is no such play in this report."));
    let left = chosen.length;
    chosen.forEach((play) => load(play.bundle, () => {
      left -= 1;
      if (left) return;
      byId("reader").replaceChildren(element("div", { class: chosen.length > 1 ? "sides two" : "sides" }, ...chosen.map(transcript)));
      byId("plays").classList.add("open");
      current();
      byId("reader").scrollIntoView();
      byId("reader").focus({ preventScroll: true });
    }));
  }

  function route() {
    const hash = location.hash.slice(1);
    if (hash.startsWith("play-")) return read(decodeURIComponent(hash).split("+"));
    if (!hash.startsWith("plays?")) return;
    const query = new URLSearchParams(hash.slice(6));
    const both = /^(.*?): (.*)$/.exec(query.get("factor") || "");  // as links once had it
    if (both) { query.set("factor", both[1]); query.set("level", both[2]); }
    for (const field of filters.elements) {
      if (field.name === "level") levels();
      if (field.name) field.value = query.get(field.name) || "";
    }
    filter();
    byId("plays").scrollIntoView();
  }

  const option = ([value, label]) => element("option", { value }, label);

  function options(name, values) {
    filters.elements[name].append(element("option", { value: "" }, "all"), ...values.map(option));
  }

  function factorNames() {
    const groups = [["Strategic", "", data.environments.map(([, factors]) => factors)], ["Drawn by the seed", DRAWN, draws]];
    for (const [label, before, all] of groups) {
      const names = once(all.flatMap(Object.keys)).map(([name]) => option([before + name, name]));
      if (names.length) filters.elements.factor.append(element("optgroup", { label }, ...names));
    }
  }

  // The levels of the factor that is chosen; without one there is nothing to choose.
  function levels() {
    const { factor, level } = filters.elements;
    const count = new Map();
    for (const play of factor.value ? plays : []) {
      const found = levelOf(play, factor.value);
      if (found !== undefined) count.set(found, (count.get(found) || 0) + 1);
    }
    level.replaceChildren();
    options("level", [...count].sort().map(([value, times]) => [value, `${value} (${times.toLocaleString("en")})`]));
    level.disabled = !count.size;
  }

  const once = (values) => [...new Set(values)].sort().map((value) => [value, value]);
  options("run", data.runs.map((run) => [run.slug, run.label]));
  options("model", once(data.runs.map((run) => run.model)));
  options("evaluation", once(plays.map(evaluationOf)));
  options("environment", once(plays.map((play) => play.environment)));
  options("verdict", data.verdicts.filter((verdict) => plays.some((p) => verdictOf(p) === verdict)).map((v) => [v, v]));
  options("label", once(plays.flatMap((play) => play.label)));
  options("factor", []);
  factorNames();
  levels();
  let typing = 0;
  const changed = () => {
    const query = new URLSearchParams(Object.entries(wanted()).filter(([, value]) => value));
    history.replaceState(null, "", "#plays?" + query);
    filter();
  };
  filters.addEventListener("input", (event) => {
    if (event.target.name === "factor") levels();
    clearTimeout(typing); typing = setTimeout(changed, event.target.name === "q" ? 150 : 0);
  });
  filters.addEventListener("reset", () => setTimeout(() => { levels(); changed(); }));
  filters.addEventListener("submit", (event) => event.preventDefault());
  byId("more").addEventListener("click", more);
  window.addEventListener("hashchange", route);
  filter();
  route();
})();
