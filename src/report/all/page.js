
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const filter = document.getElementById("filter");
  const group = document.getElementById("group");
  const code = document.getElementById("code");
  const told = document.getElementById("told");
  const none = document.getElementById("none");
  const tree = document.getElementById("tree");
  const caption = tree.caption.textContent;
  const blocks = [...document.querySelectorAll("#quotes .code")];
  const all = document.querySelectorAll("#quotes .quote").length;
  const written = (number) => number.toLocaleString("en");
  const chosen = (select) => (select && select.value !== "" ? Number(select.value) : null);

  // Numbers of the tree: of everybody, or of the group that is chosen.
  const count = (inGroup) => {
    const base = inGroup === null ? data.n : data.groups[inGroup].n;
    for (const row of tree.tBodies[0].rows) {
      const about = data.codes[row.dataset.code];
      const found = inGroup === null ? [about.cases, about.segments] : about.groups[inGroup];
      const withheld = "×";
      row.querySelector("td span").textContent = found ? written(found[0]) : withheld;
      const mark = inGroup === null && about.dominated ? "*" : "";
      row.cells[2].textContent = found ? written(found[1]) + mark : "";
      const share = found && base > 0 ? (100 * found[0]) / base : 0;
      row.querySelector(".bar").setAttribute("width", share.toFixed(1));
    }
    tree.classList.toggle("grouped", inGroup !== null);
    tree.caption.textContent = inGroup === null
      ? caption
      : "Cases and segments by theme; " + data.groups[inGroup].name + ", base " + written(base) +
        (base === 1 ? " case" : " cases");
  };

  // Quotations that fit, and what is said about them.
  const show = () => {
    const inGroup = chosen(group);
    const below = chosen(code);
    let shown = 0;
    for (const block of blocks) {
      const fits = below === null || data.codes[block.dataset.code].line.includes(below);
      let any = false;
      for (const quote of block.querySelectorAll(".quote")) {
        const its = quote.dataset.groups.split(" ");
        const isIn = fits && (inGroup === null || its.includes(String(inGroup)));
        quote.hidden = !isIn;
        any = any || isIn;
        shown += isIn ? 1 : 0;
      }
      block.hidden = !any && (inGroup !== null || !fits);
    }
    for (const row of tree.tBodies[0].rows) {
      row.classList.toggle("chosen", below !== null && Number(row.dataset.code) === below);
    }
    count(inGroup);
    again();
    none.hidden = shown > 0;
    const parts = [];
    if (inGroup !== null) parts.push(data.groups[inGroup].name);
    if (below !== null) parts.push(data.codes[below].label);
    let words = "All " + written(all) + " quotations are shown.";
    if (parts.length > 0) {
      words = written(shown) + " of " + written(all) + " quotations: " + parts.join(", ") + ".";
      const inside = data.codes.filter((one) => below === null || one.line.includes(below));
      if (inGroup !== null && inside.some((one) => one.groups[inGroup] === null)) {
        words += " Where a number is withheld (×), so are its quotations.";
      }
    }
    told.textContent = words;
  };

  // Tables whose rows can be ordered by any column, and put back as they were.
  const tables = [...document.querySelectorAll("table[data-sortable]")].map((table) => ({
    table,
    rows: [...table.tBodies[0].rows],
    column: null,
    down: false,
  }));
  const value = (row, column) => {
    const text = row.cells[column].textContent.trim();
    // `8`, `<5`, `6*`, `17 (71 %)`, `9.6–47.3 %`; a date is words, which stand in their order.
    const number = /^<?([-−]?[\d,]+(?:\.\d+)?)(?:\*|[\s–].*)?$/.exec(text);
    if (!number) return { text, number: null };
    const digits = Number(number[1].replace(/,/g, "").replace("−", "-"));
    return { text, number: text.startsWith("<") ? 0.5 : digits };
  };
  const compare = (a, b, down) => {
    // What has no value comes last, whichever way.
    if (a.text === "" || b.text === "") return (a.text === "") - (b.text === "");
    const order = a.number !== null && b.number !== null
      ? a.number - b.number
      : a.text.localeCompare(b.text, "en");
    return down ? -order : order;
  };
  const arrange = (one) => {
    const rows = one.rows.map((row, place) => ({ row, place }));
    if (one.column !== null) {
      const keys = new Map(rows.map(({ row }) => [row, value(row, one.column)]));
      rows.sort((a, b) =>
        compare(keys.get(a.row), keys.get(b.row), one.down) || a.place - b.place);
    }
    one.table.tBodies[0].append(...rows.map(({ row }) => row));
    one.table.classList.toggle("flat", one.column !== null);
    const heads = one.table.tHead.rows[0].cells;
    for (let place = 0; place < heads.length; place += 1) {
      if (!heads[place].hasAttribute("aria-sort")) continue;
      const way = one.down ? "descending" : "ascending";
      heads[place].setAttribute("aria-sort", place === one.column ? way : "none");
    }
  };
  const again = () => tables.filter((one) => one.column !== null).forEach(arrange);
  for (const one of tables) {
    [...one.table.tHead.rows[0].cells].forEach((head, column) => {
      if (head.tagName !== "TH") return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      const first = head.classList.contains("n");
      button.addEventListener("click", () => {
        if (one.column !== column) {
          one.column = column;
          one.down = first;
        } else if (one.down === first) {
          one.down = !first;
        } else {
          one.column = null;
        }
        arrange(one);
        const by = one.down ? ", descending." : ", ascending.";
        told.textContent = one.column === null
          ? "In the order of the codebook."
          : "Ordered by " + button.textContent + by;
      });
    });
  }

  tree.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    code.value = link.closest("tr").dataset.code;
    show();
    const heading = document.querySelector("#quotes h2");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
  });
  filter.addEventListener("change", show);
  filter.addEventListener("submit", (event) => event.preventDefault());
  filter.addEventListener("reset", () => setTimeout(show));
  filter.hidden = false;
  show();
})();
