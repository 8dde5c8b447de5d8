/// The script of every page: search, filter, order and keys. It adds no facts; the page reads well without it.
///
/// It takes names from the page as text and puts them nowhere else; the markup it makes comes from ``PackedDetails``,
/// where everything is escaped already.
enum HTMLScript {
  /// The text of the `script` element.
  static let text = #"""

    "use strict";
    (() => {
    const find = (id) => document.getElementById(id);
    const list = find("list");
    if (!list) return;
    const groups = [...list.querySelectorAll(":scope > section")];
    const rows = [];
    for (const group of groups) {
      const about = group.querySelector("h3").textContent.toLowerCase();
      for (const item of group.querySelectorAll(":scope > ol > li")) {
        const details = item.firstElementChild, summary = details.firstElementChild;
        const name = summary.lastElementChild.textContent, time = summary.firstElementChild.textContent;
        if (!item.className) item.className = [...group.classList].slice(1).join(" ");
        rows.push({item, group, home: item.parentNode, details, summary, name, part: group.dataset.part,
          place: rows.length, number: Number(details.id.slice(1)), text: name.toLowerCase() + " " + about, time,
          length: parseFloat(time) * (time.endsWith(" ms") ? 1 : 1000)});
      }
    }
    const byNumber = new Map(rows.map((row) => [row.number, row]));
    const byItem = new Map(rows.map((row) => [row.item, row]));
    const isTimed = (row) => !Number.isNaN(row.length);

    // Details that came as data.
    const data = find("packed") ? JSON.parse(find("packed").textContent) : {first: 0, frames: [], tests: []};
    const frames = data.frames.map((frame) => frame.split("~"));
    const fill = (row) => {
      const text = data.tests[row.place - data.first];
      if (row.isFilled || text === undefined) return;
      row.isFilled = true;
      const words = text.split(" "), known = [];
      const value = (word) => word[0] === "=" ? known[parseInt(word.slice(1), 36)] : known[known.push(word) - 1];
      let markup = "", next = 0;
      while (next < words.length) {
        const frame = frames[parseInt(words[next++], 36)];
        markup += frame[0];
        for (const piece of frame.slice(1)) markup += value(words[next++]) + piece;
      }
      const template = document.createElement("template");
      template.innerHTML = markup;
      row.details.append(template.content);
    };
    const open = (row) => { fill(row); row.details.open = true; };
    list.addEventListener("toggle", (event) => {
      const row = byItem.get(event.target.parentNode);
      if (row && event.target.open) fill(row);
    }, true);

    // Search and filter.
    const search = find("search"), order = find("order"), status = find("status"), opener = find("open");
    const boxes = [...document.querySelectorAll("#controls input[type=checkbox]")];
    const dots = [...document.querySelectorAll("#strip .dots")].map((path) => ({path, verdict: path.dataset.verdict,
      marks: path.getAttribute("d").split("M").slice(1),
      rows: rows.filter((row) => row.part === path.dataset.verdict && isTimed(row))}));
    let shown = rows;
    const apply = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      shown = rows.filter((row) => wanted.has(row.part) && words.every((word) => row.text.includes(word)));
      const isShown = new Set(shown);
      const full = new Set(shown.map((row) => row.group));
      for (const row of rows) row.item.hidden = !isShown.has(row);
      for (const group of groups) group.hidden = !full.has(group) || order.value !== "worst";
      for (const lane of dots) {
        if (lane.marks.length !== lane.rows.length) continue;
        lane.path.setAttribute("d",
          lane.marks.filter((_, place) => isShown.has(lane.rows[place])).map((mark) => "M" + mark).join(""));
      }
      const total = Number(status.dataset.total);
      status.textContent = (shown.length === total ? total : shown.length + " of " + total) + (total === 1 ? " test" : " tests");
    };
    const orders = {
      given: (one, other) => one.number - other.number,
      slow: (one, other) => (isTimed(other) ? other.length : -1) - (isTimed(one) ? one.length : -1),
      quick: (one, other) => (isTimed(one) ? one.length : Infinity) - (isTimed(other) ? other.length : Infinity) || 0,
      name: (one, other) => one.name < other.name ? -1 : one.name > other.name ? 1 : 0,
    };
    const flat = document.createElement("ol");
    flat.id = "flat";
    list.append(flat);
    const arrange = () => {
      if (order.value === "worst") for (const row of rows) row.home.append(row.item);
      else flat.append(...[...rows].sort(orders[order.value]).map((row) => row.item));
      apply();
    };
    search.addEventListener("input", apply);
    for (const box of boxes) box.addEventListener("change", apply);
    order.addEventListener("change", arrange);
    find("controls").addEventListener("submit", (event) => event.preventDefault());
    opener.addEventListener("click", () => {
      const closes = shown.some((row) => row.details.open);
      for (const row of shown) if (closes) row.details.open = false; else open(row);
    });
    list.addEventListener("toggle", () => {
      opener.textContent = shown.some((row) => row.details.open) ? "Close all" : "Open all";
    }, true);

    // Going to a test, from wherever.
    const reveal = (row) => {
      if (row.item.hidden) { search.value = ""; for (const box of boxes) box.checked = true; apply(); }
      open(row);
      row.summary.focus({preventScroll: true});
      row.item.scrollIntoView({block: "center"});
    };
    const follow = () => {
      const target = find(location.hash.slice(1));
      const row = target && byItem.get(target.parentNode);
      if (row) reveal(row); else if (target && target.tagName === "DETAILS") target.open = true;
      else if (target && target.hidden) { order.value = "worst"; search.value = "";
        for (const box of boxes) box.checked = true; arrange(); target.scrollIntoView(); }
    };
    addEventListener("hashchange", follow);
    document.addEventListener("keydown", (event) => {
      if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return;
      const isTyping = event.target.matches("input[type=search], select");
      if (event.key === "/" && !isTyping) { event.preventDefault(); search.focus(); return; }
      if (event.key === "Escape" && event.target === search) { search.value = ""; apply(); return; }
      if (isTyping && event.target !== search) return;
      const step = {ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, Home: -Infinity, End: Infinity}[event.key];
      const row = byItem.get(event.target.closest("li"));
      const isFromSearch = event.target === search && event.key === "ArrowDown";
      if (!step || !(isFromSearch || row && event.target === row.summary || event.target === document.body
        && "jk".includes(event.key))) return;
      const summaries = [...list.querySelectorAll("li:not([hidden]) > details > summary")];
      const here = row ? summaries.indexOf(row.summary) : -1;
      const next = summaries[Math.min(Math.max(here + step, 0), summaries.length - 1)];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });

    // The drawings: what is pointed at has a name, and a click goes there.
    const strip = find("strip"), tip = find("strip-tip");
    const nearest = (event) => {
      let best = null, least = 144;
      // Of a drawing in a drawing browsers know only what its marks fill: places are counted from the outer one.
      const box = strip.getBoundingClientRect();
      for (const lane of dots) {
        if (lane.marks.length !== lane.rows.length) continue;
        const top = box.y + Number(lane.path.ownerSVGElement.getAttribute("y"));
        lane.marks.forEach((mark, place) => {
          const [x, y] = mark.split(/[ h]/).map(Number), row = lane.rows[place];
          const away = (box.x + x * box.width / 1000 - event.clientX) ** 2 + (top + y - event.clientY) ** 2;
          if (away < least && !row.item.hidden) { least = away; best = row; }
        });
      }
      return best;
    };
    if (strip) {
      strip.addEventListener("pointermove", (event) => {
        const row = nearest(event);
        tip.hidden = !row;
        if (!row) return;
        const box = strip.parentNode.getBoundingClientRect();
        tip.textContent = row.time + "  " + row.part + "  " + (row.name.length > 120 ? "…" + row.name.slice(-120) : row.name);
        tip.style.left = Math.max(0, Math.min(event.clientX - box.x + 12, box.width - tip.offsetWidth)) + "px";
        tip.style.top = event.clientY - box.y + 16 + "px";
      });
      strip.addEventListener("pointerleave", () => { tip.hidden = true; });
      strip.addEventListener("click", (event) => { const row = nearest(event); if (row) reveal(row); });
    }
    for (const chart of document.querySelectorAll(".chart")) {
      const numbers = chart.dataset.tests.split(" ");
      chart.addEventListener("click", (event) => {
        const place = Math.floor((event.clientY - chart.getBoundingClientRect().y) / Number(chart.dataset.pitch));
        const row = byNumber.get(Number(numbers[place]));
        if (row) reveal(row);
      });
    }

    // Paper has nothing to click on.
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = shown.filter((row) => !row.details.open);
      for (const row of closed) open(row);
    });
    addEventListener("afterprint", () => { for (const row of closed) row.details.open = false; });

    find("controls").hidden = false;
    document.querySelector(".keys").hidden = false;
    apply();
    follow();
    })();

    """#
}
